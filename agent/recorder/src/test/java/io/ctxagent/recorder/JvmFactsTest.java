package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JvmFactsTest {

    @ParameterizedTest
    @CsvSource({
        "shop.Main, classes:lib.jar, shop.Main",
        "shop.Main --port 80, classes, shop.Main",
        "app.jar --port 80, app.jar, app.jar",
        "/srv/my shop/app.jar serve, /srv/my shop/app.jar, /srv/my shop/app.jar",
        "shop/shop.Main serve, '', shop.Main",
        "/srv/app.jar, classes, /srv/app.jar",
        "'', '', ''",
    })
    void theMainClassOrJarIsTheCommandWithoutItsArguments(String command, String classPath, String main) {
        assertThat(JvmFacts.mainClass(command, classPath)).isEqualTo(main);
    }
}
