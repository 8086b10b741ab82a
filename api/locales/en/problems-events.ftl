### Refusals of the feed of events and of webhooks.

## Events
problem-events_bad-place = “{ $place }” is no place in the chain.
    .detail = Give a block (1200) or a block and the number of a log in it (1200-3), as “next” and the id of an event have it.
problem-events_unknown-contract = There is no contract “{ $contract }”.
    .detail = There are: { $known }.
problem-events_unknown-event = There is no event “{ $event }” of what was asked for.
problem-events_too-many-listeners = Too many listen to events at the moment (at most { $limit }).
    .detail = Try again later, or ask for the events page by page.

## Webhooks
problem-hook_unknown = There is no webhook { $hook }.
problem-hook_bad-url = Events cannot be brought to this address.
    .detail = Give an https address without a name and a password in it; http is taken for this machine only.
problem-hook_too-many = There are { $limit } webhooks already.
    .detail = Remove one that nobody needs any more.
problem-hook_no-such-letter = Webhook { $hook } has no dead letter No. { $letter }.
problem-hook_refused = The receiver did not take the events: { $failure }.
    .detail = The dead letter is still there.
problem-hook_letter-incomplete = The index does not hold all events of dead letter No. { $letter } at the moment.
    .detail = Try again when the index has caught up (qoima index status).
problem-hook_forbidden-address = The address lies where events of accounts do not go.
    .detail = Give an https address with port 443 or 8443 whose host is public.
problem-hook_busy = Too many dead letters are being brought at the moment.
    .detail = Try again in a few seconds.

## Traces
problem-trace_unsupported = The node does not tell what transactions do inside.
    .detail = Ask another node of the network (debug_traceTransaction).
problem-trace_refused = The node did not trace the transaction: { $reason }
    .detail = The node did not trace the transaction: { $reason }. Try again later.
problem-trace_busy = Too many transactions are being traced (at most { $limit } at a time).
    .detail = Try again in a few seconds.
