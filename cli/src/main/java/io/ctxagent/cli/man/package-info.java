/**
 * Manual pages, made from the same model as {@code --help}: {@link io.ctxagent.cli.man.ManPage} says what a page holds,
 * {@link io.ctxagent.cli.man.Roff} how that is written down.
 */
@NullMarked
package io.ctxagent.cli.man;

import org.jspecify.annotations.NullMarked;
