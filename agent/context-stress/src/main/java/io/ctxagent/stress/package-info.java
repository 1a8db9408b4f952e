/** Races of the Context API as its users can cause them; each class is one question with its forbidden answers. */
@NullMarked
package io.ctxagent.stress;

import org.jspecify.annotations.NullMarked;
