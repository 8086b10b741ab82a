### Refusals of sign-in, of sessions and of keys.

access-statement = Sign in to the Qoima depository. This signs no transaction and moves nothing.

## Sign-in
problem-sign-in_malformed = The sign-in message is not written as ERC-4361 has it.
    .detail = Line { $line } is wrong. Sign the message of POST /v1/sign-in/challenges as it is.
problem-sign-in_other-domain = The message was signed for another site.
    .detail = This is { $expected }. Do not sign messages for one site on another.
problem-sign-in_other-uri = The message names another address.
    .detail = Its URI must be { $expected }.
problem-sign-in_other-chain = The message names another blockchain.
    .detail = Its Chain ID must be { $expected }.
problem-sign-in_expired = The message has expired.
    .detail = Ask for a new one and sign it within five minutes.
problem-sign-in_not-yet-valid = The message is not valid yet.
    .detail = Its time is later than ours. Check the clock of the device.
problem-sign-in_nonce-unknown = The nonce of the message was not given out here, or its minutes are over.
    .detail = Ask for a new message and sign it within five minutes.
problem-sign-in_nonce-spent = This message was used already.
    .detail = A message is good for one sign-in. Ask for a new one.
problem-sign-in_other-signer = The message was not signed by the key that it names.
    .detail = It names { $account }. Choose that account in the wallet.
problem-sign-in_bad-signature = The signature cannot be read.
    .detail = Give r, s and v, 65 bytes, as 0x and hexadecimal digits.
problem-sign-in_high-s = The signature has a high s.
    .detail = Of the two forms of a signature only that with the low s is taken (EIP-2).
problem-sign-in_contract-account = A contract cannot sign in.
    .detail = { $account } is a contract. Sign with the key of a participant.
problem-sign-in_too-many-challenges = Too many sign-in messages were asked for from this network.
    .detail = At most { $most } may wait for a signature. Try again in a few minutes.
problem-sign-in_busy = Too many sign-ins have begun at the moment.
    .detail = Try again in a few minutes.

## Credentials
problem-access_required = Sign in first.
    .detail = This needs a token of POST /v1/sign-in or an API key, shown as a bearer token (RFC 6750).
problem-access_bad-scheme = The credentials are of another kind.
    .detail = Only bearer tokens are taken (RFC 6750).
problem-access_bad-token = The token or the key is not good.
    .detail = It is unknown, was ended, or is written wrongly. Sign in again, or make a new key.
problem-access_expired = The token or the key has expired.
    .detail = Refresh the session, or sign in again.
problem-access_refresh-reused = This refresh token was used already, so the session has ended.
    .detail = Somebody else may have it. Sign in again.
problem-access_not-a-participant = The account does not belong to a participant.
    .detail = { $account } has not been admitted by the authorised body, or its key was replaced.
problem-access_suspended = The participant is suspended.
    .detail = { $account } may not act until the authorised body reinstates the participant.
problem-access_scope = The key was not made for this.
    .detail = It lacks the scope “{ $scope }”.
problem-access_other-origin = The request comes from a page of another site.
    .detail = In the name of a session of the pages only pages of this site may ask.
problem-access_csrf = The request lacks the token of its session.
    .detail = Send the value “csrf” of GET /v1/session in the header X-CSRF-Token.

## Keys
problem-api-key_unknown = There is no API key { $key }.
problem-api-key_too-many = There are { $limit } API keys already.
    .detail = Remove one that nobody needs any more.
problem-api-key_bad-scope = No API key may have the scope “{ $scope }”.
    .detail = Only whoever has signed in makes and removes keys.

## What is not public
problem-deposit_restricted = The reason of a return is told to the possessor and the operator alone.
    .detail = Sign in with the key of the possessor of deposit No. { $number }.
problem-notification_restricted = Forms and reasons of returns are told to the miner and the authorised body alone.
    .detail = Sign in with the key of the miner of notification No. { $number }.
