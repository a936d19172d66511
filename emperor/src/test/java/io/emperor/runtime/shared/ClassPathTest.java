package io.emperor.runtime.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.runtime.AppJar;
import io.emperor.runtime.UnusableAppException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ClassPathTest {

  @TempDir Path around;

  private Path directory;

  @BeforeEach
  void make() throws Exception {
    directory = Files.createDirectory(around.toRealPath().resolve("app"));
  }

  @Test
  void takesAlongWhatIsNamedAndWhatThatNamesInTheOrderInWhichJavaLooks() throws Exception {
    jar("lib/one.jar", "deep/three.jar");
    jar("lib/deep/three.jar", "../two.jar ../../shop.jar ../one.jar");
    jar("lib/two.jar", "");

    ClassPath found = of("lib/one.jar ./lib/two.jar");

    assertThat(found.places()).hasToString("[lib/one.jar, lib/deep/three.jar, lib/two.jar]");
    assertThat(found.files()).isEqualTo(found.places());
    assertThat(found.watched()).contains(directory.resolve("lib/deep/three.jar"));
    assertThat(found.lack()).isEmpty();
  }

  @Test
  void aJarThatNamesNothingTakesNothingAlong() throws Exception {
    assertThat(of("").files()).isEmpty();
    Path broken = Files.writeString(directory.resolve("broken.jar"), "no jar");
    assertThat(ClassPath.of(broken, broken).files()).isEmpty();
  }

  @Test
  void aDirectoryGoesAlongWithAllThatIsInItButNotTheOneThatTheJarIsIn() throws Exception {
    write("conf/a.properties");
    write("conf/deep/b.properties");
    write("secret.txt");

    ClassPath found = of("conf/ . ./ .. /");

    assertThat(found.places()).hasToString("[conf]");
    assertThat(found.files())
        .map(Path::toString)
        .containsExactlyInAnyOrder("conf/a.properties", "conf/deep/b.properties");
  }

  @Test
  void whatIsNotThereIsToldAndWatched() throws Exception {
    ClassPath found = of("lib/dep.jar ../../etc/passwd /etc/hosts");

    assertThat(found.files()).isEmpty();
    assertThat(found.watched()).containsExactly(directory.resolve("lib/dep.jar"));
    assertThat(found.lack())
        .contains(
            "its Class-Path names lib/dep.jar, which is not there, and ../../etc/passwd, which is not"
                + " below the jar's directory, and /etc/hosts, which is not below the jar's directory:"
                + " put it there");
  }

  @Test
  void whatALibraryNamesMayBeMissingAsItMayForJava() throws Exception {
    jar("lib/one.jar", "activation.jar ../../outside.jar");

    ClassPath found = of("lib/one.jar");

    assertThat(found.places()).hasToString("[lib/one.jar]");
    assertThat(found.lack()).isEmpty();
  }

  @Test
  void wholeAddressesAreLeftToJava() throws Exception {
    Path elsewhere = Files.writeString(around.resolve("elsewhere.jar"), "");

    ClassPath found = of(elsewhere.toUri() + " http://127.0.0.1:1/a.jar jar:file:/a.jar!/ ftp://x");

    assertThat(found.files()).isEmpty();
    assertThat(found.lack()).isEmpty();
  }

  @Test
  void namesAreAddressesAndSomeAreNot() throws Exception {
    jar("lib/a b.jar", "");
    jar("lib/[c].jar", "");

    assertThat(of("lib/a%20b.jar lib/[c].jar lib/%00.jar").places())
        .hasToString("[lib/a b.jar, lib/[c].jar]");
  }

  @Test
  void aLinkStandsForWhatItLeadsTo() throws Exception {
    jar("lib/one.jar", "");
    jar("shop.jar", "lib/one.jar");
    Path link = Files.createSymbolicLink(around.resolve("link.jar"), directory.resolve("shop.jar"));

    assertThat(ClassPath.of(link, link).places()).hasToString("[lib/one.jar]");
  }

  @Test
  void whatIsNeitherAFileNorADirectoryIsNotThere() throws Exception {
    Path pipe = directory.resolve("pipe.jar");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThat(of("pipe.jar").missing()).hasToString("[pipe.jar]");
  }

  @Test
  void moreThanCanBeMeantIsRefused() throws Exception {
    Path many = Files.createDirectories(directory.resolve("many"));
    for (int i = 0; i <= 10_000; i++) {
      Files.createFile(many.resolve("file-" + i));
    }

    assertThatThrownBy(() -> of("many/"))
        .isInstanceOf(UnusableAppException.class)
        .hasMessageContaining("names more than 10000 files in its Class-Path");
  }

  @Test
  void aManifestThatWouldFillTheMemoryIsNotRead() throws Exception {
    Path bomb = directory.resolve("bomb.jar");
    byte[] lines = "Manifest-Version: 1.0\n".repeat(50_000).getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = Files.newOutputStream(bomb);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
      for (int i = 0; i < 16; i++) {
        zip.write(lines);
      }
    }

    String refusal = "bomb.jar has a manifest of more than 16 MiB";
    assertThatThrownBy(() -> ClassPath.of(bomb, bomb))
        .isInstanceOf(UnusableAppException.class)
        .hasMessageContaining(refusal);
    assertThatThrownBy(() -> of("bomb.jar")).hasMessageContaining(refusal);
  }

  @Test
  void aLongChainOfNamesEnds() throws Exception {
    for (int i = 0; i < 3_000; i++) {
      jar("lib/" + i + ".jar", (i + 1) + ".jar 0.jar");
    }

    assertThat(of("lib/0.jar").places()).hasSize(3_000);
  }

  @Test
  void anAppOfQuarkusReadsMoreThanItNames() throws Exception {
    jar("lib/boot/runner.jar", "");
    write("lib/main/rest.jar");
    write("app/shop.jar");
    write("quarkus/quarkus-application.dat");
    Path jar = directory.resolve("quarkus-run.jar");
    Path unused =
        AppJar.empty()
            .withClassPath(
                List.of("lib/boot/runner.jar"), "io.quarkus.bootstrap.runner.QuarkusEntryPoint")
            .writtenTo(jar);

    ClassPath found = ClassPath.of(jar, jar);

    assertThat(found.places()).hasToString("[lib/boot/runner.jar]");
    assertThat(found.files())
        .map(Path::toString)
        .containsExactlyInAnyOrder(
            "lib/boot/runner.jar",
            "lib/main/rest.jar",
            "app/shop.jar",
            "quarkus/quarkus-application.dat");
  }

  private ClassPath of(String names) throws Exception {
    Path jar = jar("shop.jar", names);
    return ClassPath.of(jar, jar);
  }

  private Path jar(String name, String names) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return AppJar.empty().withClassPath(List.of(names.split(" ", -1))).writtenTo(file);
  }

  private void write(String name) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, name);
  }
}
