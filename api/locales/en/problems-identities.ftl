### Accounts that are bound to organisations: what is signed, and the refusals.

## What is signed
identity-consent-title = Qoima: binding of an account to an organisation
identity-withdrawal-title = Qoima: withdrawal of consent
identity-facts =
    Domain: { $domain }
    Chain id: { $chain }
    Account: { $account }
    Purpose: { $purpose }
    Nonce: { $nonce }
    Made at: { $issued }
    Valid until: { $expires }
identity-purpose-admission = admission to the network
identity-purpose-confirmation = confirmation of a participant who is admitted
identity-purpose-withdrawal = withdrawal of consent
identity-consent =
    The organisation whose certificate signs this text and the holder of the account's key state together that the account acts for the organisation. Both consent to the processing of personal data:
    - What is kept: the certificate with all that it names (the organisation, its BIN, the name and the IIN of the person who signs), this text and both signatures.
    - What for: so that the authorised body and the operator know who acts with the account. The organisation's name and BIN become public when it is admitted.
    - Where and for how long: in the database of this site, off the blockchain, until consent is withdrawn. The blockchain holds a salted hash for good.
    - How consent is withdrawn: sign in and DELETE /v1/identities/(id), or sign a text like this one for withdrawal. All of it is then erased but the hash, the account and the dates.
identity-withdrawal =
    The holder of the account's key withdraws the consent to the processing of personal data. What is kept of the binding is erased: the certificate, the signatures, the text and the salt. The hash on the blockchain stays and says nothing any more.

## Challenges
problem-identity_challenge-unknown = The text was not given out here, or its time is over.
    .detail = Ask POST /v1/identity-challenges for a new one, and sign it byte by byte as it is, within half an hour.
problem-identity_challenge-spent = This text was used already.
    .detail = A text is good once. Ask for a new one.
problem-identity_too-many-challenges = Too many texts were asked for from this network.
    .detail = At most { $most } may wait for a signature. Try again later.
problem-identity_busy = Too many accounts are being bound at the moment.
    .detail = Try again in a few minutes.
problem-identity_other-purpose = The text was given out for something else.
    .detail = Ask for a text with the purpose that you need.
problem-identity_bad-signature = The signature of the account's key cannot be read.
    .detail = Give r, s and v, 65 bytes, as 0x and hexadecimal digits, as personal_sign makes them.
problem-identity_other-signer = The text was not signed by the key of the account.
    .detail = It names { $account }. Choose that account in the wallet.
problem-identity_not-offered = Accounts are not bound to organisations here.
    .detail = This installation has no root certificates that it trusts.
problem-identity_anchors-unreadable = The root certificates or the lists of revocations of this installation cannot be read.
    .detail = Look at: { $name }.

## Signatures of organisations
problem-identity_cms-malformed = The signature is no CMS signature of one signer with attributes and a certificate.
    .detail = Make a detached signature (RFC 5652) in DER that holds the certificate and says when it was made.
problem-identity_cms-too-large = The signature is too large.
    .detail = At most { $limit } bytes are taken.
problem-identity_cms-attached = The signature has the content within it.
    .detail = Make a detached signature.
problem-identity_cms-signers = The signature has not exactly one signer.
problem-identity_cms-too-much = The signature holds too many certificates or lists of revocations.
    .detail = At most { $most } are taken.
problem-identity_gost = The signature is by GOST, which is not taken.
    .detail = Algorithm: { $oid }. Sign with an RSA or ECDSA key (P-256, P-384).
problem-identity_weak-algorithm = An algorithm or a key of the signature or of a certificate is not taken.
    .detail = Taken are RSA of 2048 to 8192 bits and ECDSA on P-256 and P-384, with SHA-256, SHA-384 or SHA-512.
problem-identity_other-text = The signature is of another text.
    .detail = Sign the bytes of the text as they were given, without a line end added.
problem-identity_bad-cms-signature = The signature does not hold.
    .detail = It was not made by the key of its certificate, or was changed.
problem-identity_signing-time = The signature does not say that it was made while the text was valid.
    .detail = It needs one attribute signingTime. Check the clock of the computer that signs.

## Certificates
problem-identity_no-chain = The certificate does not stand under a root certificate that is trusted here.
    .detail = Put the certificates of the centres between them into the signature.
problem-identity_chain-invalid = The chain of certificates does not hold.
    .detail = A certificate in it was not issued as RFC 5280 has it.
problem-identity_expired = A certificate of the chain has expired.
problem-identity_not-yet-valid = A certificate of the chain is not valid yet.
problem-identity_wrong-usage = The certificate is not for signing documents.
    .detail = Its key usage must be digitalSignature or nonRepudiation, and it must not be that of a certification centre.
problem-identity_revoked = A certificate of the chain was revoked.
problem-identity_revocation-unknown = It is not known whether a certificate of the chain was revoked.
    .detail = Put current lists of revocations (CRL) or answers of OCSP into the signature, or ask the operator for them.
problem-identity_not-an-organisation = The certificate is not one of an organisation.
    .detail = It must name the organisation (O) and its BIN (OU or serialNumber, “BIN” and twelve digits).
problem-identity_ambiguous-subject = The certificate names its organisation in more than one way, or in a way that cannot be shown.

## What is kept
problem-identity_unknown = There is no binding { $identity }.
problem-identity_none = The participant has not bound its account to an organisation.
problem-identity_withdrawn = The consent to the binding { $identity } was withdrawn.
    .detail = Bind the account anew.
problem-identity_of-another = The binding is not that of the account { $account }.
problem-identity_too-many = The account was bound { $limit } times already.
    .detail = Withdraw a binding that nobody needs any more.
problem-identity_restricted = The binding { $identity } is shown to the account itself, the authorised body and the operator alone.
problem-participant_subject-or-identity = Give either the subject or a binding.
    .detail = “subject” says who it is; “identity” is the id of the binding by which the account has shown it.
