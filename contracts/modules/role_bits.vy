# pragma version 0.4.3
"""
@title Roles of participants, each one bit of a mask
@license Apache-2.0
@notice A participant holds any set of roles, also none: a holder of tokens needs none.
@dev Growth: a new role takes the next bit and joins `ALL`; a bit is never reused.
"""

# The authorised body: admits participants, acknowledges notifications (A-9).
AUTHORITY: constant(uint256) = 1
# The depository's operator, the state technical service (D-1).
OPERATOR: constant(uint256) = 2
# Attests that goods or services stand behind a class of tokens (A-2).
ATTESTOR: constant(uint256) = 4
# Registers classes of backed tokens and issues them (A-2, A-5).
ISSUER: constant(uint256) = 8
# Deposits copies of software and documentation (D-1).
DEPOSITOR: constant(uint256) = 16
# Notifies of mining (A-9).
MINER: constant(uint256) = 32
# Every known role.
ALL: constant(uint256) = 63
