/** CTX203: a loop that catches the cancel and carries on. */
@NullMarked
package io.ctxagent.samples.swallowedcancellation;

import org.jspecify.annotations.NullMarked;
