### Refusals of the nodes that follow, and of the commands that check a chain.

problem-source_unreachable = The node { $url } does not answer: { $detail }
    .detail = Check the address and the connection; a running follower goes on waiting.
problem-source_refused = The node { $url } refused: { $detail }
    .detail = Ask a node that serves raw blocks (debug_getRawBlock).
problem-source_strange-answer = What answers at { $url } is not a node of this kind: { $detail }
    .detail = Check the address.
problem-source_too-large = The node { $url } answers a single block with more than { $limit } bytes.
    .detail = Take the chain from another node.
problem-follow_digest-needed = The genesis file needs a digest to be held to.
    .detail = Give its published SHA-256 (--sha256) or the file deployment.json (--deployment), not got from the node itself.
problem-follow_roots-needed = There is no chain in { $path }, and no genesis file was given.
    .detail = Give --genesis with --sha256 or --deployment.
problem-follow_file-missing = The file { $path } cannot be read.
    .detail = Check its path and its permissions.
problem-follow_sealing-home = The home { $path } is that of a node that seals.
    .detail = A follower needs a home of its own (--home).
problem-follow_other-chain-id = The node is of the chain { $theirs }, not { $ours }.
    .detail = Check the address; nothing was taken from it.
problem-follow_disagreement = At height { $number } the node shows the block { $theirs }, but the verified one is { $ours }.
    .detail = There are two chains. Keep this home, and have the operator explain it.
problem-follow_not-yet = Not all blocks could be taken over: { $standing }.
    .detail = Try again later, or follow without --once.
problem-compare_differs = The nodes part at height { $number }.
    .detail = Have their operators explain it; a follower says which of them obeys the rules.
