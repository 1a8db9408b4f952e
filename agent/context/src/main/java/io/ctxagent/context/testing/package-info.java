/** For tests of code that uses contexts: a clock that only the test moves. */
@NullMarked
package io.ctxagent.context.testing;

import org.jspecify.annotations.NullMarked;
