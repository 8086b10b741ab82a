# Texts of papers (in English).
## Certificate of a deposit
paper-certificate = Certificate of deposit
paper-depository = QOIMA · DEPOSITORY
paper-access = Access
paper-bytes = { $size } bytes
paper-recorded = { $time }, block { $block }
paper-contract = Contract of the register
paper-chain = Blockchain
paper-chain-value = No. { $chain }, first block { $genesis }
paper-check = Scan the code to see the record as it stands today. Whoever holds the files can check them there.
paper-as-of = Data as of block { $block }, { $time } (Kazakhstan time, UTC+5).
paper-superseded = A newer version is recorded as deposit No. { $number }.

## Report of a verification
paper-verification = Verification of the depository
paper-verification-began = Begun
paper-verification-completed = Completed
paper-verification-checked = Objects checked
paper-verification-damaged = Damaged
paper-verification-missing = Missing
paper-verification-recovered = Recovered
paper-verification-faulty = Not good still
paper-verification-deposits = Deposits concerned
paper-verification-digest = Digest of the report
paper-verification-log = Log of the checks
paper-verification-check = Scan the code to read the report itself: its SHA-256 is the digest that the blockchain holds.
