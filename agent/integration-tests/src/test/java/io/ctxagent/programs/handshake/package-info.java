/** The race of those who end a blocked call against its own end, round after round, in a JVM with the shipped jar. */
package io.ctxagent.programs.handshake;
