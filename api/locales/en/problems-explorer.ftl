### Refusals of the interface for tools that speak Etherscan's (`/api`).

problem-explorer_missing = The parameter { $parameter } is missing.
    .detail = Name it in the address or in the form.
problem-explorer_malformed = The parameter { $parameter } has a value that cannot be read: { $given }
    .detail = Numbers are decimal, hashes are 0x and 64 hexadecimal digits.
problem-explorer_too-many = The parameter { $parameter } has too many values.
    .detail = { $most ->
        [one] At most { $most } value may be asked for at once.
       *[other] At most { $most } values may be asked for at once.
    }
problem-explorer_too-many-parameters = There are too many parameters.
    .detail = { $most ->
        [one] A request has at most { $most } parameter.
       *[other] A request has at most { $most } parameters.
    }
problem-explorer_repeated = The parameter { $parameter } is given twice with different values.
    .detail = Give it once.
problem-explorer_window = The page lies too far on.
    .detail = The number of the page times its rows (page × offset) may be at most { $most }; narrow the blocks instead (startblock, endblock).
problem-explorer_unknown-module = There is no module { $module }.
    .detail = Known are: { $known }.
problem-explorer_unknown-action = The module { $module } has no action { $action }.
    .detail = All actions are listed in docs/etherscan.md.
problem-explorer_not-served = The action { $action } is not served here.
    .detail = Why is told in docs/etherscan.md.
problem-explorer_other-chain = This is the blockchain with the id { $ours }, not { $theirs }.
    .detail = Give chainid={ $ours }, or leave it out.
problem-explorer_post-only = A signed transaction is sent by POST only.
    .detail = Send the same parameters as a form.
problem-explorer_unverified = The source code of this contract is not known here.
problem-explorer_no-creation = No transaction that deployed such a contract is known.
    .detail = What stands at an address since the genesis block was deployed by none.
problem-explorer_no-token = There are no tokens of the contract { $address } here.
    .detail = Ask for the contract digital_assets.
problem-explorer_no-block-by-time = There is no block at such a time.
problem-explorer_no-countdown = Nobody knows when that block will be sealed.
    .detail = Blocks are sealed when there are transactions, not at set times.
problem-explorer_no-coin = This blockchain has no coin, so there is no price of it.
problem-explorer_mixed-operators = The topics are joined both by “and” and by “or”.
    .detail = Use one operator for all topics; with both at once it is not clear what is meant.
problem-list_too-wide = Too much would have to be looked at for this list.
    .detail = { $most ->
        [one] At most { $most } record is looked at in one request: narrow the blocks.
       *[other] At most { $most } records are looked at in one request: narrow the blocks.
    }
problem-list_too-large = This list would be too large.
    .detail = Ask for fewer rows at once.
