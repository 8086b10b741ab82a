### Refusals of the feed of events and of webhooks.

## Events
problem-events_bad-place = “{ $place }” is no place in the chain.
    .detail = Give a block (1200) or a block and the number of a log in it (1200-3), as “next” and the id of an event have it.
problem-events_unknown-contract = There is no contract “{ $contract }”.
    .detail = There are: { $known }.
problem-events_unknown-event = There is no event “{ $event }” of what was asked for.
problem-events_too-many-listeners = Too many listen to events at the moment (at most { $limit }).
    .detail = Try again later, or ask for the events page by page.
