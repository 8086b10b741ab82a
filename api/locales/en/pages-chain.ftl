### Pages of what a transaction did, of those who seal, and of acts that were refused.

## A transaction
page-transactions-lead = What was asked of the contracts, newest first; each is signed by whoever asked.
page-transaction-gas = Gas used and allowed (free of charge)
page-transaction-value = Value
page-transaction-inside = What it did inside
page-transaction-why = Why it is not executed
page-transaction-reason = Reason
page-transaction-said = The contract’s own words
page-status-refused = Refused by the node
page-status-lost = Not with the node
page-course = Course
page-course-received = Received by this server
page-course-refused = Refused by the node
page-course-admitted = Taken by the node
page-course-sealed = Sealed in a block
page-course-final = Final
page-course-indexed = In the index

## What it did inside
page-trace-title = Calls and changes
page-trace-calls = Calls
page-trace-calls-words = A node has executed the transaction again in its place. Built-in functions of the machine are not shown.
page-trace-given = What was passed
page-trace-gas = gas: { $gas }
page-trace-left-out = calls not shown: { NUMBER($count) }
page-trace-kind-call = call
page-trace-kind-callcode = call of foreign code in its own name
page-trace-kind-delegatecall = call of foreign code in its own name
page-trace-kind-staticcall = question that changes nothing
page-trace-kind-create = creation of a contract
page-trace-kind-create2 = creation of a contract
page-trace-kind-selfdestruct = removal of a contract
page-trace-changes = Changes of the state
page-trace-changes-none = The transaction changed nothing.
page-trace-what = What
page-trace-before = Before
page-trace-after = After
page-trace-field-nonce = Sequence number
page-trace-field-balance = Balance
page-trace-field-code = Code, bytes
page-trace-more = The list is cut
page-trace-more-changes = Changes not shown
page-trace-unsupported = The node behind these pages does not tell what transactions do inside. Ask another node of the network (debug_traceTransaction).
page-trace-refused = The node did not tell this time

## New blocks
page-live-on = New blocks appear by themselves.
page-live-off = Paused.
page-live-lost = The connection is lost and is being restored.
page-live-pause = Pause
page-live-go = Go on
page-live-none = Without scripts this page does not renew itself.
page-live-reload = Load it again

## Signers
page-signers-title = Sealers
page-signers-rule = Sealers take turns by the number of the block: whose turn it is seals at once, another may seal in its place a little later. A turn in which another sealed is missed. The sealers are those that this installation trusts.
page-signers-over = Over the last blocks
page-signers-range = Blocks
page-signers-blocks = { $first } to { $last }
page-signers-nodes = Register of nodes
page-signers-signer = Sealer
page-signers-sealed = Sealed
page-signers-share = Share
page-signers-turns = Turns
page-signers-missed = Missed
page-signers-instead = For others
page-signers-last = Last sealed
page-signers-none = There are no sealers.
page-signers-unknown = Not among the sealers
page-signers-witnesses = Witnesses
page-signers-witness = Witness
page-signers-statements = Blocks signed
page-signers-latest = Last signed block
page-signers-agrees = Does it agree
page-signers-no-witness = Nobody has witnessed blocks of this node yet.
page-signers-untold = The node keeps no statements of witnesses or does not answer now.
page-signers-contradicted = Signed two blocks of one number
page-signers-silent = Nothing to compare
page-signers-agreed = Has the same block
page-signers-disagreed = Signature does not hold
page-block-in-turn = In turn
page-block-out-of-turn = In place of another
