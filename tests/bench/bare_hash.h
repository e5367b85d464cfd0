// The Argon2id hash and nothing else: what a program pays for it that calls libsodium in a loop.
#pragma once

namespace sportello::bench {

// CPU ms of one hash with the service's parameters, when `threads` hash at once; over `hashes` each.
double bare_hash_ms(unsigned threads, unsigned hashes);

}  // namespace sportello::bench
