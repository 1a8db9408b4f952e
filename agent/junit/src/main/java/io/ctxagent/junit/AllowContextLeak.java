package io.ctxagent.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a test, or each test of a class and the class itself, may leave behind. It neither fails the test nor shows up in the report at
 * exit. Nested classes and subclasses take it over.
 *
 * <p>An id that is none, or a blank reason, fails the test with a message that says so.
 */
@Documented
@Inherited
@Repeatable(AllowContextLeaks.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface AllowContextLeak {

    /** The id of the rule, such as {@code CTX104}. */
    String rule();

    /** Why it is meant. */
    String reason();
}
