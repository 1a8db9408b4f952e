/** Tasks that belong together: the first failure cancels the others. */
@NullMarked
package io.ctxagent.samples.taskgroup;

import org.jspecify.annotations.NullMarked;
