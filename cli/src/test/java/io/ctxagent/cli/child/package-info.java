/** Programs that tests start as JVMs of their own: a service to look at, and an agent that does what the test wants. */
package io.ctxagent.cli.child;
