### Refusals under their codes: what is wrong, and with its facts where that helps.

problem-kind-notfound = What was asked for is not there.
problem-kind-conflict = The act clashes with what is recorded already.
problem-kind-rejected = The request is refused.
problem-kind-unavailable = A part that is needed does not answer now. Try again later.
problem-kind-verificationerror = A check of authenticity has failed.
problem-about = { $title } ({ $name })

## Requests
problem-route_unknown = There is no such address here.
    .detail = Nothing answers at { $path }.
problem-method_not-allowed = The method is not allowed here.
    .detail = The method { $method } is not allowed at this address.
problem-request_malformed = The request cannot be read.
problem-request_malformed-json = The JSON cannot be read.
    .detail = The JSON breaks off or goes wrong at character { $position }.
problem-request_media-type = The content type is not the expected one.
    .detail = Send the body as { $expected }.
problem-request_encoding = A compressed body is not taken.
    .detail = Send the body without Content-Encoding.
problem-request_body-too-large = The body is too large.
    .detail = A body may have at most { $limit } bytes here.
problem-request_invalid = The request has faulty fields.
    .detail = Faulty fields: { $fields }.
problem-problem_unknown = There is no problem with this code.
    .detail = No problem has the code { $problem }.
problem-page_bad-cursor = The cursor of the page cannot be read.
    .detail = Give the value of “next” of the page before, unchanged.
problem-page_bad-limit = The size of the page is out of bounds.
    .detail = A page has 1 to { $most } items, not { $limit }.
problem-idempotency_bad-key = The Idempotency-Key cannot be taken.
    .detail = A key is 1 to { $most } visible ASCII characters.
problem-idempotency_key-reused = The Idempotency-Key was used for another request.
    .detail = The key { $key } belongs to another request. Use a new key.
problem-idempotency_in-progress = The first request under this Idempotency-Key is still at work.
    .detail = Repeat the request with the same key a little later.
problem-upload_malformed = The multipart body cannot be read.
problem-upload_incomplete = The body is not whole.
    .detail = Missing parts: { $missing }.
problem-upload_part-unexpected = A part of the body is not where it is expected.
    .detail = The part “{ $part }” came; expected: “{ $expected }”. Send metadata first, then content, and nothing else.
problem-upload_metadata-too-large = The metadata is too large.
    .detail = The metadata may have at most { $limit } bytes.
problem-gateway_not-acceptable = The gateway serves blocks and CARs only.
    .detail = Ask with format: { $formats }.
problem-language_unknown = There is no such language here.
    .detail = The language “{ $language }” is not one of kk, ru, en.
problem-text_empty = A text is empty in one of the languages.
    .detail = The text is empty in the language “{ $language }”.
problem-json_not-canonical = The document holds a value that cannot be digested.
    .detail = A value of this type cannot stand in a digested document: { $found }.
problem-json_bad-salt = The salt does not have 32 bytes.
    .detail = The salt has { $size } bytes instead of 32.

## Accounts and identifiers
problem-address_malformed = This is not an address.
    .detail = “{ $address }” is not an address: 0x and 40 hexadecimal digits are expected.
problem-address_bad-checksum = The address has a wrong checksum.
    .detail = The letters of the address { $address } do not fit its checksum: it may be mistyped.
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
problem-participant_subject-altered = The kept details of the participant do not fit the digest on the chain.
    .detail = Digest on the chain: { $digest }.

## Transactions and the chain
problem-transaction_unknown = The transaction is not known.
    .detail = The chain has no transaction { $transaction }.
problem-transaction_pending = The transaction is not sealed yet.
    .detail = The transaction { $transaction } waits for a block. Ask again a little later.
problem-transaction_refused = The node refuses the transaction.
    .detail = The node says: { $reason }.
problem-transaction_malformed = This is not a signed transaction.
    .detail = Send a signed transaction of type 2 as hexadecimal text that begins with 0x.
problem-transaction_sender-not-admitted = The sender is not an active participant.
    .detail = Only active participants may send transactions. Ask the authorised body for admission.
problem-transaction_wrong-chain-id = The transaction is for another chain.
    .detail = Sign with the chain id that /v1/status tells.
problem-transaction_nonce-too-low = The transaction's number (nonce) is used already.
    .detail = Ask for the act again and sign the new transaction.
problem-transaction_nonce-too-high = The transaction's number (nonce) leaves a gap.
    .detail = Send the earlier transactions first, or ask for the act again.
problem-transaction_fee-not-zero = The fee is not zero.
    .detail = There is no coin in this network: both fees must be zero.
problem-transaction_priority-fee = The priority fee is greater than the fee.
    .detail = There is no coin in this network: both fees must be zero.
problem-transaction_too-large = The transaction is too large.
problem-transaction_gas-over-limit = The transaction asks for too much gas.
problem-transaction_gas-too-low = The transaction has too little gas.
    .detail = Ask for the act again and sign the transaction as it is.
problem-transaction_block-gas = The block has no room for the transaction.
problem-transaction_creation-forbidden = Only the operator may create contracts.
problem-transaction_already-known = The transaction was sent already.
problem-transaction_pool-full = The node has too many transactions waiting.
    .detail = Send the transaction again a little later.
problem-transaction_replacement-refused = A transaction with this number (nonce) is waiting already.
    .detail = A waiting transaction cannot be replaced. Wait until it is sealed.
problem-transaction_balance = The sender has no such amount.
    .detail = There is no coin in this network: the value must be zero.
problem-transaction_invalid = The transaction breaks a rule of the chain.
problem-transaction_broken = The node could not execute the transaction.
problem-contract_refused = The contract refuses the act.
    .detail = { $explanation }
problem-contract_failed = The contract refuses the act without a reason.
    .detail = Contract: { $contract }.
problem-contract_unknown = There is no such contract here.
    .detail = No contract is called { $contract }.
problem-contract_no-function = The contract has no such function.
    .detail = The contract { $contract } has no function { $function }.
problem-contract_bad-arguments = A value does not fit the contract's function.
    .detail = Contract { $contract }, function { $function }.
problem-block_unknown = There is no such block.
    .detail = No block { $block } is known.
problem-chain_unreachable = The node does not answer.
    .detail = Try again a little later.
problem-chain_failed = The node answers with an error.
    .detail = { $method }: { $reason }
problem-chain_malformed = The node answers with something that is not to be read.
    .detail = Not to be read: { $what }.
problem-chain_wrong-chain = The node serves another chain.
    .detail = Chain id { $found } instead of { $expected }.
problem-chain_wrong-genesis = The node's chain has another genesis block.
    .detail = Genesis { $found } instead of { $expected }.
problem-chain_code-differs = The code of a contract on the chain is not the deployed one.
    .detail = Contract: { $contract }.
problem-chain_bad-answer = A contract answers with something that is not to be read.
    .detail = Contract { $contract }, function { $function }.
problem-chain_bad-log = An event of a contract is not to be read.
    .detail = Contract { $contract }, event { $event }.
problem-deployment_missing = The deployment file is not there.
    .detail = There is no file { $path }.
problem-deployment_malformed = The deployment file cannot be read.
    .detail = Faulty field: { $field }.

## The index and the databases
problem-index_empty = The index is empty as yet.
    .detail = The first blocks are being read. Try again a little later.
problem-index_parent-mismatch = The chain does not continue the indexed blocks.
    .detail = Block { $block }: parent { $found } instead of { $expected }. The index must be rebuilt.
problem-index_other-chain = The index belongs to another chain.
    .detail = Expected: { $expected }; found: { $found }. The index must be rebuilt.
problem-index_other-projections = The index was made by another version of the program.
    .detail = Expected: { $expected }; found: { $found }. The index must be rebuilt.
problem-index_negative-balance = The indexed movements do not add up.
    .detail = The balance of { $account } in class { $asset } would be negative. The index must be rebuilt.
problem-index_out-of-order = Events reached the index out of order.
    .detail = Event: { $event }. The index must be rebuilt.
problem-database_unreachable = The database does not answer.
problem-database_failed = The database failed.
    .detail = Try again a little later.

## Assets
problem-asset_unknown = There is no such class of digital assets.
    .detail = No class has the number { $asset }.
