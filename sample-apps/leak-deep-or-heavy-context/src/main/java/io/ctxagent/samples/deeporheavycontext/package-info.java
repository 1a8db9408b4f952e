/** CTX206: each round derives its context from the round before. */
@NullMarked
package io.ctxagent.samples.deeporheavycontext;

import org.jspecify.annotations.NullMarked;
