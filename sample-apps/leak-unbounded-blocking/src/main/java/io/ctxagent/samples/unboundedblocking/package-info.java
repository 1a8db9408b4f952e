/** CTX202: a wait that may take for ever. */
@NullMarked
package io.ctxagent.samples.unboundedblocking;

import org.jspecify.annotations.NullMarked;
