package io.ctxagent.junit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/**
 * The extension of JUnit Jupiter. It begins a test before its instance is made, a class before {@code @BeforeAll}; where JUnit
 * keeps one instance for a class, the class begins with that. {@link RunningTest} ends them. Stateless.
 */
public final class LeakCheck
        implements BeforeAllCallback, TestInstancePreConstructCallback, BeforeEachCallback, InvocationInterceptor {

    /** Made by JUnit. */
    public LeakCheck() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        RunningTest.keepIn(context);
    }

    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public void preConstructTestInstance(TestInstanceFactoryContext factory, ExtensionContext context) {
        RunningTest.keepIn(context);
    }

    /** Where one instance serves a class, no test begins with it. */
    @Override
    public void beforeEach(ExtensionContext context) {
        if (context.getTestInstanceLifecycle().orElse(Lifecycle.PER_METHOD) == Lifecycle.PER_CLASS) {
            RunningTest.keepIn(context);
        }
    }

    /** Dynamic tests have no callbacks of their own. */
    @Override
    public void interceptDynamicTest(
            Invocation<@Nullable Void> invocation, DynamicTestInvocationContext dynamic, ExtensionContext context)
            throws Throwable {
        RunningTest test = RunningTest.begin(context);
        Throwable failure = null;
        try {
            invocation.proceed();
        } catch (Throwable own) {
            failure = own;
        }
        try {
            if (test != null) {
                test.close();
            }
        } catch (ContextLeakError leaks) {
            if (failure == null) {
                failure = leaks;
            } else {
                failure.addSuppressed(leaks);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
