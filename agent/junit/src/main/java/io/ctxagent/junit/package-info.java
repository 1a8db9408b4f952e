/**
 * The leak check for JUnit Jupiter, 5.14 and 6. On the test class path it registers itself: each test and each class of tests runs under
 * a context of its own, and fails when it leaves contexts or threads behind. What is left is found by the agent, which is met
 * through its bridge ({@code io.ctxagent.boot.Tests}) by name; without it nothing is checked and nothing fails.
 *
 * <p>Users need {@link io.ctxagent.junit.AllowContextLeak} at most.
 */
@NullMarked
package io.ctxagent.junit;

import org.jspecify.annotations.NullMarked;
