### Pages of tokens through time: holders and statements at any moment, redemption, supply.

## Another time than now
page-then = At another time
page-then-day = At the end of the day
page-then-block = Or at the end of the block
page-then-go = Show
page-then-hint = Without either the list is that of now.
page-list-then = Whole list, at other times too

## Redemption
page-redemptions = Requests for redemption
page-redemptions-lead = Holders who asked issuers for what their tokens certify; the longest waiting come first.
page-redemptions-open = Open requests for redemption
page-redemptions-empty = There are no such requests.
page-redemption-title = Request for redemption No. { $number }
page-redemption-term = The contract sets no term for an answer: it is the one that the certified rights name. The days since the request are counted here. The tokens are locked meanwhile.
page-redemption-waits = Has waited
page-redemption-took = Was decided after
page-redemption-days =
    { $days ->
        [one] { NUMBER($days) } day
       *[other] { NUMBER($days) } days
    }
page-redemption-demand = Hash of the demand
page-redemption-outcome = Hash of the evidence or the reason

## Lists of a digital asset and of an account
page-holders-lead = Who holds the digital asset now, the largest holder first.
page-holders-then = Who held the digital asset at the end of the block named below, in the order of accounts.
page-holdings-lead = What the account holds now.
page-holdings-then = What the account held at the end of the block named below.
page-asset-list-movements = Issues, transfers and redemptions, newest first.
page-asset-list-access = To whom the issuer gave access.
page-asset-list-supply = Each change of the number of tokens in circulation, newest first, with the backing that was attested at the end of that block.
page-account-list-movements = What came to the account and left it, newest first.
page-account-list-transactions = Transactions that the account signed or that concern it, newest first.
page-supply = Supply and backing through time
page-supply-link = Each change
page-supply-holders = Holders
page-supply-empty = No tokens were ever issued.
page-supply-untold = The node does not tell now what backing was attested at those blocks.

## Statement
page-statement-title = Statement
page-statement-form = Statement between two days
page-statement-from = First day
page-statement-to = Last day
page-statement-go = Make the statement
page-statement-hint = Both days are part of it. Without a first day it begins with the chain, without a last one it ends now.
page-statement-since = Opens after the block
page-statement-until = Closes after the block
page-statement-opening = Opening
page-statement-change = Change
page-statement-closing = Closing
page-statement-lines = Balances
page-statement-none = The account held nothing in this time.
page-statement-more = Following movements

## Acts that were refused
page-failed = Refused acts
page-failed-lead = Transactions that stand in blocks and changed nothing, for a contract refused them; newest first.
page-failed-empty = No contract has refused anything that stands in a block.

## A participant through time
page-states = Roles and keys through time
page-states-lead = Roles, key and suspension, newest first, each with the time in which it was valid.
page-states-empty = Nothing ever changed.
page-states-since = From
page-states-until = Until

## Search
page-suggest-label = Suggestions
page-suggest-count = Suggestions: { NUMBER($count) }
