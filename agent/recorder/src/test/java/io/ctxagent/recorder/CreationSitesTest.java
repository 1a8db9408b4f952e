package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.boot.CreationSite;
import io.ctxagent.boot.Owner;
import java.lang.StackWalker.StackFrame;
import org.junit.jupiter.api.Test;
import shop.Creates;

class CreationSitesTest {

    private final Owner owner = new Owner("thread", Thread.currentThread());

    @Test
    void theSiteIsTheFirstFrameOutsideTheApiAndTheAgent() {
        Object[] creation = Creates.directly(new CreationSites("site", () -> owner));
        assertThat(text(creation[0])).matches("shop\\.Creates\\.directly\\(Creates\\.java:\\d+\\)");
        assertThat(creation[1]).isSameAs(owner);
    }

    @Test
    void aLambdaIsNamedByItsMethod() {
        Object[] creation = Creates.inLambda(new CreationSites("site", () -> owner));
        assertThat(FrameNames.normalised(text(creation[0]))).isEqualTo("shop.Creates#inLambda");
    }

    @Test
    void reflectionIsNotASite() throws Exception {
        Object[] creation = Creates.byReflection(new CreationSites("site", () -> owner));
        assertThat(text(creation[0])).startsWith("shop.Creates.byReflection(");
    }

    @Test
    void whatWovenCodeHasLeftIsTakenOnce() {
        CreationSites sites = new CreationSites("site", () -> owner);
        CreationSite.next("shop.Orders.find(Orders.java:42)");
        assertThat(Creates.directly(sites)[0]).isEqualTo("shop.Orders.find(Orders.java:42)");
        assertThat(text(Creates.directly(sites)[0])).startsWith("shop.Creates.directly(");
    }

    @Test
    void whatWovenCodeHasLeftIsNotKeptByThoseThatDoNotWantIt() {
        CreationSite.next("shop.Orders.find(Orders.java:42)");
        assertThat(Creates.directly(new CreationSites("off", () -> owner))[0]).isNull();
        CreationSite.next("shop.Orders.find(Orders.java:42)");
        assertThat(Creates.directly(new CreationSites("full", () -> owner))[0])
                .asString()
                .startsWith("shop.Creates.directly(");
        assertThat(CreationSite.take()).isNull();
    }

    @Test
    void whatTheAgentDerivesItselfHasNone() {
        for (String stacks : new String[] {"site", "full"}) {
            CreationSite.next(CreationSite.NONE);
            assertThat(Creates.directly(new CreationSites(stacks, () -> owner))[0])
                    .isNull();
        }
    }

    /** As the API writes it. */
    private static String text(Object site) {
        StackFrame frame = (StackFrame) site;
        return FrameNames.site(frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber());
    }

    @Test
    void fullGoesOnWithTheCallers() {
        Object[] creation = Creates.nested(new CreationSites("full", () -> owner));
        assertThat(creation[0])
                .asString()
                .matches("shop\\.Creates\\.directly\\(Creates\\.java:\\d+\\)"
                        + " < shop\\.Creates\\.nested\\(Creates\\.java:\\d+\\)( < .*)?");
        assertThat(FrameNames.firstOf((String) creation[0])).startsWith("shop.Creates.directly(");
    }

    @Test
    void offGivesNoSiteButTheOwner() {
        Object[] creation = Creates.directly(new CreationSites("off", () -> owner));
        assertThat(creation).containsExactly(null, owner);
    }

    @Test
    void anOwnerThatFailsBreaksNoDerivation() {
        Object[] creation = Creates.directly(new CreationSites("off", () -> {
            throw new IllegalStateException("broken");
        }));
        assertThat(creation).containsExactly(null, null);
    }
}
