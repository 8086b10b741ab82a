### Refusals under their codes: what is wrong, and with its facts where that helps.

problem-kind-notfound = What was asked for is not here.
problem-kind-conflict = The act conflicts with what is already recorded.
problem-kind-rejected = The request is refused.
problem-kind-unavailable = A part that is needed does not answer now. Try again later.
problem-kind-verificationerror = A check of authenticity has failed.
problem-about = { $title } ({ $name })

## Requests
problem-route_unknown = There is no such address.
    .detail = There is nothing at { $path }. Check the address.
problem-method_not-allowed = The method is not allowed here.
    .detail = This address does not accept the method { $method }.
problem-request_malformed = The request cannot be read.
problem-request_malformed-json = The JSON cannot be read.
    .detail = The JSON breaks off or goes wrong at character { $position }.
problem-request_media-type = The content type is not the expected one.
    .detail = Send the body as { $expected }.
problem-request_encoding = A compressed body is not accepted.
    .detail = Send the body without Content-Encoding.
problem-request_body-too-large = The body is too large.
    .detail = A body may have at most { $limit } bytes here.
problem-request_body-too-slow = The body comes too slowly.
    .detail = A body must come at { $rate } bytes a second at least. Send it again.
problem-request_invalid = The request has fields with errors.
    .detail = Fields with errors: { $fields }.
problem-problem_unknown = There is no such error code.
    .detail = There is no error code { $problem }.
problem-page_bad-cursor = The cursor of the page cannot be read.
    .detail = Give the “next” of the previous page unchanged.
problem-page_bad-limit = The size of the page is out of range.
    .detail = A page has at least 1 and at most { $most } items; { $limit } were asked for.
problem-idempotency_bad-key = This Idempotency-Key is not accepted.
    .detail = A key has at least 1 and at most { $most } visible ASCII characters.
problem-idempotency_key-reused = This Idempotency-Key was already used for another request.
    .detail = The key { $key } belongs to another request. Use a new key.
problem-idempotency_in-progress = The first request with this Idempotency-Key is still running.
    .detail = Repeat the request with the same key a little later.
problem-upload_malformed = The multipart body cannot be read.
problem-upload_incomplete = The body is incomplete.
    .detail = Missing parts: { $missing }.
problem-upload_part-unexpected = A part of the body is not where it is expected.
    .detail = The part “{ $part }” came, “{ $expected }” was expected. Send metadata first, then content, and nothing else.
problem-upload_metadata-too-large = The metadata is too large.
    .detail = The metadata may have at most { $limit } bytes.
problem-gateway_format-missing = The request does not say what to serve.
    .detail = Give the parameter format: { $formats }.
problem-gateway_malformed-span = The range of bytes is written wrongly: { $span }.
    .detail = Write entity-bytes as from:to, as in 0:1023, 512:* or -1024:*.
problem-gateway_not-acceptable = The gateway serves only blocks and CARs.
    .detail = Give the parameter format: { $formats }.
problem-gateway_not-cached = The content is not at hand.
    .detail = The request asked for stored content only; { $cid } is not served here.
problem-gateway_path-of-block = A block is served by its CID alone.
    .detail = Ask for a CAR (format=car) of the path { $path }.
problem-language_unknown = There is no such language.
    .detail = There is no language “{ $language }”; give one of kk, ru, en.
problem-text_empty = A text is empty in one of the languages.
    .detail = The text is empty in the language “{ $language }”.
problem-json_not-canonical = The document holds a value that cannot be digested.
    .detail = A value of this type is not accepted in a digested document: { $found }.
problem-json_bad-salt = The salt is not 32 bytes long.
    .detail = The salt has { $size } bytes instead of 32.

## Accounts and identifiers
problem-address_malformed = This is not an address.
    .detail = “{ $address }” is not an address: 0x and 40 hexadecimal digits are expected.
problem-address_bad-checksum = The address has a wrong checksum.
    .detail = The letters of the address { $address } do not match its checksum: it may be mistyped.
problem-identifier_bad-bin = The BIN is wrong.
    .detail = { $fault ->
        [form] “{ $value }” is not a BIN: twelve digits are expected.
        [structure] “{ $value }” is not a BIN: its date or kind of entity is impossible.
       *[other] “{ $value }” is not a BIN: the check digit does not fit.
    }
problem-identifier_bad-iin = The IIN is wrong.
    .detail = { $fault ->
        [form] An IIN has twelve digits.
        [structure] The date of birth in the IIN is impossible.
       *[other] The check digit of the IIN does not fit.
    }
problem-participant_unknown = There is no such participant.
    .detail = “{ $participant }” is not a participant of the network.
problem-proposal_unknown = There is no such proposal.
    .detail = There is no proposal No. { $number } on the chain.
problem-argument_missing = An argument of the act is not given.
    .detail = The missing argument: { $argument }.
problem-argument_unknown = The act has no such argument.
    .detail = The argument too many: { $argument }.
problem-argument_malformed = An argument does not fit its type.
    .detail = The argument: { $argument }; its type: { $kind }.
problem-participant_subject-altered = The stored details of the participant do not match the digest on the chain.
    .detail = Digest on the chain: { $digest }.

## Transactions and the chain
problem-transaction_unknown = There is no such transaction.
    .detail = The chain has no transaction { $transaction }.
problem-transaction_pending = The transaction is not in a block yet.
    .detail = The transaction { $transaction } is waiting for a block. Ask again a little later.
problem-transaction_refused = The node refuses the transaction.
    .detail = The node's answer: { $reason }.
problem-transaction_malformed = This is not a signed transaction.
    .detail = Send a signed transaction of type 2 as hexadecimal text beginning with 0x.
problem-transaction_sender-not-admitted = The sender is not an active participant.
    .detail = Only active participants may send transactions. To become one, ask the authorised body.
problem-transaction_wrong-chain-id = The transaction is for another chain.
    .detail = Sign it with the chain id given by /v1/status.
problem-transaction_nonce-too-low = The transaction's number (nonce) is used already.
    .detail = Ask for the act again and sign the new transaction.
problem-transaction_nonce-too-high = There is a gap before the transaction's number (nonce).
    .detail = Send the earlier transactions first, or ask for the act again.
problem-transaction_fee-not-zero = The fee is not zero.
    .detail = There is no coin in this network: both fees must be zero.
problem-transaction_priority-fee = The priority fee is greater than the fee.
    .detail = There is no coin in this network: both fees must be zero.
problem-transaction_too-large = The transaction is too large.
problem-transaction_gas-over-limit = The transaction asks for too much gas.
problem-transaction_gas-over-cap = The transaction asks for more gas than the node allows.
    .detail = The node allows one transaction only so much gas. Ask for the act again and sign the transaction unchanged.
problem-transaction_gas-too-low = The transaction has too little gas.
    .detail = Ask for the act again and sign the transaction unchanged.
problem-transaction_block-gas = The block has no room for the transaction.
problem-transaction_creation-forbidden = Only the operator may create contracts.
problem-transaction_already-known = This transaction was already sent.
problem-transaction_pool-full = The node has too many transactions waiting.
    .detail = Send the transaction again a little later.
problem-transaction_replacement-refused = A transaction with this number (nonce) is already waiting.
    .detail = A waiting transaction cannot be replaced. Wait until it is in a block.
problem-transaction_waits-for-nonce = The transaction waits for an earlier one.
    .detail = Its number (nonce) is { $nonce }, and none with the number { $missing } was sent. Send that one first, or ask for the act again.
problem-transaction_replaced = Another transaction of the sender is sealed under this number (nonce).
    .detail = This one can no longer be sealed: its number (nonce) is { $nonce }. Ask for the act again and sign the new transaction.
problem-transaction_lost = The node no longer has the transaction.
    .detail = The node took { $transaction } and dropped it before it was in a block. Send it again, or ask for a retry.
problem-transaction_not-kept = The transaction is not kept here.
    .detail = { $transaction } was not sent through this interface lately, or needs no sending again. Send the signed transaction.
problem-transaction_balance = The sender has no such amount.
    .detail = There is no coin in this network: the value must be zero.
problem-transaction_invalid = The transaction breaks the rules of the chain.
problem-transaction_broken = The node could not execute the transaction.
problem-contract_refused = The contract refuses the act.
    .detail = { $explanation }
problem-contract_failed = The contract refuses the act and gives no reason.
    .detail = Contract: { $contract }.
problem-contract_unknown = There is no such contract here.
    .detail = There is no contract { $contract }.
problem-contract_no-function = The contract has no such function.
    .detail = The contract { $contract } has no function { $function }.
problem-contract_bad-arguments = A value does not suit the contract's function.
    .detail = Contract { $contract }, function { $function }.
problem-contract_not-yet = The contract was not deployed yet at that block.
    .detail = The contract { $contract } was deployed after block { $block }.
problem-contract_arguments-count = The number of arguments is another.
    .detail = The function takes this many arguments: { $expected }; { $found } came.
problem-contract_bad-argument = An argument is no value of its type.
    .detail = “{ $found }” is no value of the type { $kind }, which the argument { $argument } has.
problem-block_unknown = There is no such block.
    .detail = There is no block { $block }.
problem-block_not-indexed = The index has not come to that block.
    .detail = Block { $block } is not indexed; the last one indexed is { $head }.
problem-block_none-by = The chain did not exist yet at that moment.
    .detail = Its first block is of { $first }.
problem-moment_future = That moment is in the future.
    .detail = It is { $now } now; nobody knows yet what will be recorded.
problem-moment_malformed = The moment cannot be read.
    .detail = “{ $given }” is no date and time of RFC 3339, such as 2026-11-27T09:00:00+05:00; in an address the plus sign is written %2B.
problem-moment_both = A block and a moment are given at once.
    .detail = Give one of them.
problem-asset_not-yet = The digital asset was not registered yet at that block.
    .detail = Digital asset No. { $asset } was registered after block { $block }.
problem-deposit_not-yet = The deposit was not recorded yet at that block.
    .detail = Deposit No. { $number } was recorded after block { $block }.
problem-mined_not-yet = The mined asset was not declared yet at that block.
    .detail = Mined asset No. { $number } was declared after block { $block }.
problem-participant_not-yet = The participant was not admitted yet at that block.
    .detail = Participant No. { $participant } was admitted after block { $block }.
problem-statement_backwards = The beginning of the statement is after its end.
    .detail = Give the earlier moment or block first.
problem-statement_too-wide = The account has too many digital assets for one statement.
    .detail = At most { $most } fit. Ask for the statement of one digital asset at a time.
problem-chain_unreachable = The node does not answer.
    .detail = Try again a little later.
problem-chain_failed = The node answers with an error.
    .detail = { $method }: { $reason }
problem-chain_malformed = The node's answer cannot be read.
    .detail = What cannot be read: { $what }.
problem-chain_wrong-chain = The node serves another chain.
    .detail = Chain id { $found } instead of { $expected }.
problem-chain_wrong-genesis = The node's chain has a different genesis block.
    .detail = Genesis block { $found } instead of { $expected }.
problem-chain_code-differs = The code of a contract on the chain differs from the deployed code.
    .detail = Contract: { $contract }.
problem-chain_bad-answer = The contract's answer cannot be read.
    .detail = Contract { $contract }, function { $function }.
problem-chain_bad-log = An event of the contract cannot be read.
    .detail = Contract { $contract }, event { $event }.
problem-deployment_missing = There is no deployment file.
    .detail = There is no file { $path }.
problem-deployment_malformed = The deployment file cannot be read.
    .detail = Field with an error: { $field }.

## The index and the databases
problem-index_empty = The index is still empty.
    .detail = The first blocks are being read. Try again a little later.
problem-node_unknown = There is no such node.
    .detail = Node No. { $number } was not registered, or not yet at that block.
problem-export_busy = Too many exports are being made.
    .detail = At most { $most } are made at once. Try again a little later.
problem-index_rebuilt = The index is being built anew.
    .detail = Ask again when it has come to the block.
problem-index_differs = The index does not say what the chain says.
    .detail = { $what } at block { $block }: the index has { $index }, the chain { $chain }. Rebuild the index, and find out who changed it.
problem-index_parent-mismatch = The chain does not continue the indexed blocks.
    .detail = Block { $block }: previous block { $found } instead of { $expected }. The index must be rebuilt.
problem-index_other-chain = The index belongs to another chain.
    .detail = Expected: { $expected }; found: { $found }. The index must be rebuilt.
problem-index_other-projections = The index was built by another version of the program.
    .detail = Expected: { $expected }; found: { $found }. The index must be rebuilt.
problem-index_negative-balance = The indexed movements do not add up.
    .detail = The balance of digital asset No. { $asset } at { $account } would be negative. The index must be rebuilt.
problem-index_out-of-order = Events reached the index out of order.
    .detail = Event: { $event }. The index must be rebuilt.
problem-database_unreachable = The database does not answer.
problem-database_newer = The database belongs to a newer version of the program.
    .detail = It has seen revision { $found } of its tables; this version knows { $known }. Update the program.
problem-database_failed = The database failed.
    .detail = Try again a little later.

## Assets
problem-asset_unknown = There is no such digital asset.
    .detail = No digital asset No. { $asset } is registered.
problem-redemption_unknown = There is no such request for redemption.
    .detail = No request No. { $redemption } for redemption is registered.

## Rate limits
problem-rate_exceeded = Too much was asked for in a short time.
    .detail = Ask again when the seconds of Retry-After have passed. The header RateLimit tells what is left.
