/** Programs that the tests run in JVMs of their own. They print what happened, a line for each case; the tests judge. */
package io.ctxagent.programs;
