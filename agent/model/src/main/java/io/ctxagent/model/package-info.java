/**
 * The picture that the agent takes and everybody else looks at: {@code ctx-snapshot/1} as immutable records, and their
 * JSON. No logic but equality lives here, so the agent and the command line can both depend on it and on nothing of each
 * other.
 *
 * <p>Start at {@link io.ctxagent.model.Snapshot}. A component that may be unknown is {@code @Nullable}; a list is never
 * null and never changes.
 */
@NullMarked
package io.ctxagent.model;

import org.jspecify.annotations.NullMarked;
