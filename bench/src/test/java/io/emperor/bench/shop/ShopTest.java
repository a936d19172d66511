package io.emperor.bench.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.bench.BenchPaths;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ShopTest {

  /** It answers with these, which needs a request. */
  private static final Set<String> OF_REQUESTS =
      Set.of("shop.Response", "shop.Problem", "shop.ShopException", "shop.ShopServlet");

  private static Shop shop;

  /** Knows what it has loaded. */
  private static final class Knowing extends URLClassLoader {

    Knowing(List<Path> places) {
      super(
          places.stream().map(Knowing::url).toArray(URL[]::new),
          ClassLoader.getPlatformClassLoader());
    }

    private static URL url(Path place) {
      try {
        return place.toUri().toURL();
      } catch (MalformedURLException e) {
        throw new IllegalArgumentException(place.toString(), e);
      }
    }

    boolean hasLoaded(String name) {
      return findLoadedClass(name) != null;
    }
  }

  @BeforeAll
  static void compile() {
    shop = Shop.compile(new BenchPaths(Path.of("..").toAbsolutePath().normalize()));
  }

  @Test
  void hasFiveHundredClassesAndHasLoadedThemWhenItIsOpen() throws Exception {
    Set<String> all = names();
    assertThat(all).hasSizeBetween(480, 520);

    List<Path> places =
        Stream.concat(Stream.of(shop.vassalWithoutLibraries()), shop.libraries().stream()).toList();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (Knowing loader = new Knowing(places)) {
      thread.setContextClassLoader(loader);
      Method open = loader.loadClass("shop.Shop").getMethod("open");
      try (AutoCloseable opened = (AutoCloseable) open.invoke(null)) {
        assertThat(opened).isNotNull();
        assertThat(all.stream().filter(name -> !loader.hasLoaded(name))).isSubsetOf(OF_REQUESTS);
      }
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void isPackedWithItsLibrariesOrWithout() throws IOException {
    assertThat(entries(shop.vassal()))
        .contains(
            "META-INF/services/io.emperor.api.Vassal",
            "META-INF/services/java.sql.Driver",
            "shop/host/ShopVassal.class",
            "shop/Shop.class",
            "com/fasterxml/jackson/databind/ObjectMapper.class",
            "com/zaxxer/hikari/HikariDataSource.class",
            "org/h2/Driver.class")
        .noneMatch(name -> name.startsWith("org/slf4j/") || name.endsWith("module-info.class"));
    assertThat(entries(shop.vassalWithoutLibraries()))
        .contains("shop/host/ShopVassal.class", "shop/Shop.class")
        .noneMatch(name -> name.startsWith("com/") || name.startsWith("org/"));
    assertThat(entries(shop.war()))
        .contains(
            "WEB-INF/web.xml",
            "WEB-INF/classes/shop/host/ShopListener.class",
            "WEB-INF/classes/io/emperor/bench/app/Registration.class")
        .anyMatch(name -> name.startsWith("WEB-INF/lib/slf4j-api-"))
        .anyMatch(name -> name.startsWith("WEB-INF/lib/h2-"));
  }

  private static Set<String> names() throws IOException {
    Path classes = shop.classes();
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(classes)) {
      files
          .map(file -> classes.relativize(file).toString())
          .filter(name -> name.endsWith(".class"))
          .forEach(name -> names.add(name.replace('/', '.').replaceFirst("\\.class$", "")));
    }
    return names;
  }

  private static List<String> entries(Path jar) throws IOException {
    try (ZipFile file = new ZipFile(jar.toFile())) {
      return file.stream().map(ZipEntry::getName).toList();
    }
  }
}
