/** CTX102: work that goes on after its deadline, because it never looks. */
@NullMarked
package io.ctxagent.samples.deadlineoverrun;

import org.jspecify.annotations.NullMarked;
