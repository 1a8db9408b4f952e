/** Deadlines within deadlines: the earliest counts, and clean-up has its own. */
@NullMarked
package io.ctxagent.samples.nesteddeadlines;

import org.jspecify.annotations.NullMarked;
