/** A call that may take only so long, to a server that never answers. */
@NullMarked
package io.ctxagent.samples.timeout;

import org.jspecify.annotations.NullMarked;
