package io.emperor.runtime.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.api.Vassal;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.Launches;
import io.emperor.runtime.UnusableAppException;
import io.emperor.runtime.apps.Plain;
import io.emperor.runtime.apps.Uninitializable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderTest {

  private static final Path SOURCE = Path.of("/vassals/shop.jar");
  private static final String PLAIN = Plain.class.getName();

  private static final String CHILD =
      """
      package shop;
      class Parent {}
      public class Child extends Parent implements io.emperor.api.Vassal {
        public void start(io.emperor.api.VassalContext context) {}
      }
      """;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "%s\n",
        "# the shop\n\n  %s  # starts it\r\n",
        "%1$s\n%1$s\n",
      })
  void isNamedAsAServiceLoaderReadsIt(String content) throws Exception {
    assertThat(name(AppJar.empty().naming(content.formatted(PLAIN)))).isEqualTo(PLAIN);
  }

  @Test
  void aJarWithoutProviderSaysWhatToPutWhere() {
    assertThatThrownBy(() -> name(AppJar.empty().with("README", "nothing")))
        .isInstanceOf(UnusableAppException.class)
        .hasMessage(
            "/vassals/shop.jar has no provider and no Main-Class: put the name of its io.emperor.api.Vassal into"
                + " META-INF/services/io.emperor.api.Vassal");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nobody\n", "\n \n"})
  void aFileThatNamesNobodyIsNoProvider(String content) {
    assertThatThrownBy(() -> name(AppJar.empty().naming(content)))
        .isInstanceOf(UnusableAppException.class)
        .hasMessageContainingAll("shop.jar names 0 providers", "exactly one is needed");
  }

  @Test
  void twoProvidersAreOneTooMany() {
    assertThatThrownBy(() -> name(AppJar.empty().naming("shop.One\nshop.Two\n")))
        .isInstanceOf(UnusableAppException.class)
        .hasMessageContainingAll("shop.jar names 2 providers", "exactly one is needed");
  }

  @Test
  void aTruncatedJarIsToBeCopiedAgain() throws Exception {
    byte[] whole = AppJar.providing(Plain.class).bytes();
    Path jar = Files.write(directory.resolve("a.jar"), Arrays.copyOf(whole, whole.length - 10));

    assertThatThrownBy(() -> Provider.name(jar, SOURCE))
        .isInstanceOf(UnusableAppException.class)
        .hasMessageContainingAll("/vassals/shop.jar is no complete jar", "copy it again");
  }

  @Test
  void anEmptyFileIsToBeCopiedAgain() throws Exception {
    Path jar = Files.createFile(directory.resolve("a.jar"));

    assertThatThrownBy(() -> Provider.name(jar, SOURCE))
        .isInstanceOf(UnusableAppException.class)
        .hasMessageContaining("copy it again");
  }

  @Test
  void aClassIsLoadedWithoutRunningAnyOfItsCode() throws Exception {
    Class<? extends Vassal> found =
        load(AppJar.providing(Uninitializable.class), Uninitializable.class.getName());

    assertThat(found.getName()).isEqualTo(Uninitializable.class.getName());
  }

  @Test
  void aClassThatIsNotThereIsNamed() {
    refused(AppJar.empty(), "shop.Absent", "names shop.Absent as its provider", "not contain");
  }

  @Test
  void aClassThatIsNoVassalIsRefused() {
    refused(
        AppJar.empty().withSource("shop.Other", "package shop; public class Other {}"),
        "shop.Other",
        "shop.Other does not implement io.emperor.api.Vassal");
  }

  @Test
  void aClassThatNobodyCanMakeIsRefused() {
    refused(
        AppJar.empty()
            .withSource(
                "shop.Idea",
                """
                package shop;
                public abstract class Idea implements io.emperor.api.Vassal {
                  public Idea() {}
                }
                """),
        "shop.Idea",
        "shop.Idea has to be public and not abstract");
    refused(
        AppJar.empty()
            .withSource(
                "shop.Hidden",
                """
                package shop;
                class Hidden implements io.emperor.api.Vassal {
                  public Hidden() {}
                  public void start(io.emperor.api.VassalContext context) {}
                }
                """),
        "shop.Hidden",
        "shop.Hidden has to be public and not abstract");
  }

  @Test
  void aConstructorThatIsNotPublicIsRefused() {
    refused(
        AppJar.empty()
            .withSource(
                "shop.Shy",
                """
                package shop;
                public class Shy implements io.emperor.api.Vassal {
                  Shy() {}
                  public void start(io.emperor.api.VassalContext context) {}
                }
                """),
        "shop.Shy",
        "shop.Shy has no public constructor without parameters");
  }

  @Test
  void aClassOfANewerJavaIsRefused() {
    refused(
        AppJar.empty().withClassOfTomorrow(Plain.class),
        PLAIN,
        PLAIN + " was compiled for a newer Java than this one, " + Runtime.version().feature());
  }

  @Test
  void aClassThatIsNoCodeIsRefused() {
    refused(AppJar.empty().with("shop/Text.class", "text"), "shop.Text", "shop.Text can't be");
  }

  @Test
  void aClassWhoseSuperclassIsMissingIsRefused() {
    AppJar jar = AppJar.empty().withSource("shop.Child", CHILD).without("shop.Parent");

    refused(jar, "shop.Child", "shop.Child can't be loaded", "shop/Parent");
  }

  private void refused(AppJar jar, String name, String... words) {
    assertThatThrownBy(() -> load(jar, name))
        .isInstanceOf(UnusableAppException.class)
        .hasMessageStartingWith("/vassals/shop.jar")
        .hasMessageContainingAll(words);
  }

  private String name(AppJar jar) throws UnusableAppException, IOException {
    return Provider.name(jar.writtenTo(directory.resolve("copy.jar")), SOURCE);
  }

  private Class<? extends Vassal> load(AppJar jar, String name) throws Exception {
    Path file = jar.writtenTo(directory.resolve("copy.jar"));
    try (VassalClassLoader loader = VassalClassLoader.ofJar(Launches.of("shop", file))) {
      return Provider.load(name, loader, SOURCE);
    }
  }
}
