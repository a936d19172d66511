package io.emperor.bench.shop;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.app.Registration;
import io.emperor.bench.peer.Directory;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The real app, compiled: some 500 classes that it all loads when it opens, with Jackson, a pool of
 * connections and a database that is in its own memory.
 */
public final class Shop {

  private static final List<String> LIBRARIES =
      List.of("jackson-annotations", "jackson-core", "jackson-databind", "HikariCP", "h2");
  private static final String LOGGING = "slf4j-api";
  private static final String PROVIDER = "META-INF/services/io.emperor.api.Vassal";
  private static final String HOST = "shop.host.";

  /** Has the libraries, and what the app is compiled against. */
  private static final List<Path> OWN_CLASS_PATH =
      Stream.of(System.getProperty("java.class.path").split(":", -1)).map(Path::of).toList();

  private static final String DESCRIPTOR =
      """
      <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1" metadata-complete="true">
        <listener><listener-class>shop.host.ShopListener</listener-class></listener>
        <listener><listener-class>%s</listener-class></listener>
      </web-app>
      """
          .formatted(Registration.class.getName());

  private final BenchPaths paths;
  private final Path work;
  private final Path classes;
  private final ShopSources sources;

  private Shop(BenchPaths paths) {
    this.paths = paths;
    this.work = paths.scratch();
    this.classes = Directory.made(work.resolve("classes"));
    this.sources = new ShopSources(paths.root().resolve("bench/apps/shop"));
    compile(classes, OWN_CLASS_PATH, sources.write(Directory.made(work.resolve("sources"))));
  }

  /**
   * Makes it.
   *
   * @throws IllegalStateException if it can't be compiled, or this program's class path has not
   *     what it uses
   */
  public static Shop compile(BenchPaths paths) {
    return new Shop(paths);
  }

  /** Its own classes and what they are found by, without those of any host. */
  Path classes() {
    return classes;
  }

  /** What it uses and brings along, logging too. */
  public List<Path> libraries() {
    return Stream.concat(LIBRARIES.stream(), Stream.of(LOGGING)).map(this::library).toList();
  }

  /** What it is for an emperor, with everything that it uses unpacked into it. */
  public Path vassal() {
    try (Packing jar = vassalAlone()) {
      LIBRARIES.forEach(name -> jar.addContentOf(library(name), Shop::isOfUse));
      return jar.to(work.resolve("vassal.jar"));
    }
  }

  /** The same for one that finds {@link #libraries} elsewhere. */
  public Path vassalWithoutLibraries() {
    try (Packing jar = vassalAlone()) {
      return jar.to(work.resolve("vassal-alone.jar"));
    }
  }

  private Packing vassalAlone() {
    Packing jar = new Packing();
    jar.add(PROVIDER, HOST + "ShopVassal");
    jar.add(ShopSources.PARTS, sources.parts());
    jar.addBelow(classes, "");
    jar.addBelow(host("ShopVassal", OWN_CLASS_PATH), "");
    return jar;
  }

  /**
   * What is neither a signature nor about modules, which are not what they were once they are
   * unpacked.
   */
  private static boolean isOfUse(String name) {
    return !name.matches(
        "META-INF/(MANIFEST\\.MF|.*\\.(SF|RSA|DSA)|versions/.*)|module-info\\.class");
  }

  /** What it is for a servlet container; it has itself in Consul. */
  public Path war() {
    try (Packing war = new Packing()) {
      war.add("WEB-INF/web.xml", DESCRIPTOR);
      war.add("WEB-INF/classes/" + ShopSources.PARTS, sources.parts());
      war.addBelow(classes, "WEB-INF/classes/");
      war.addBelow(host("ShopListener", OWN_CLASS_PATH), "WEB-INF/classes/");
      String registration = Registration.class.getName().replace('.', '/') + ".class";
      Path compiled = paths.built("classes").resolve(registration);
      war.add("WEB-INF/classes/" + registration, Directory.io(() -> Files.readAllBytes(compiled)));
      libraries().forEach(jar -> war.addStored("WEB-INF/lib/" + jar.getFileName(), jar));
      return war.to(work.resolve("shop.war"));
    }
  }

  /** What it is for Spring Boot, in whose small app's jar it takes the place of that app. */
  public Path boot() {
    Path small = paths.springBoot();
    Path libraries = Directory.made(work.resolve("spring"));
    unpack(small, libraries);
    try (Packing jar = new Packing()) {
      jar.add("META-INF/MANIFEST.MF", manifest());
      jar.add("BOOT-INF/classes/" + ShopSources.PARTS, sources.parts());
      jar.addBelow(classes, "BOOT-INF/classes/");
      jar.addBelow(host("ShopService", jars(libraries)), "BOOT-INF/classes/");
      LIBRARIES.stream()
          .map(this::library)
          .forEach(library -> jar.addStored("BOOT-INF/lib/" + library.getFileName(), library));
      jar.addContentOf(
          small, name -> !name.matches(".*\\.idx|.*/jackson-annotations-.*|.*/Service\\.class"));
      return jar.to(work.resolve("shop-boot.jar"));
    }
  }

  private static String manifest() {
    return """
        Manifest-Version: 1.0
        Main-Class: org.springframework.boot.loader.launch.JarLauncher
        Start-Class: shop.host.ShopService
        Spring-Boot-Classes: BOOT-INF/classes/
        Spring-Boot-Lib: BOOT-INF/lib/
        """;
  }

  private static void unpack(Path jar, Path target) {
    try (ZipFile file = new ZipFile(jar.toFile())) {
      for (ZipEntry entry :
          (Iterable<ZipEntry>) file.stream().map(ZipEntry.class::cast)::iterator) {
        if (entry.getName().endsWith(".jar")) {
          String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
          Files.copy(file.getInputStream(entry), target.resolve(name));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path library(String name) {
    return OWN_CLASS_PATH.stream()
        .filter(file -> file.getFileName().toString().matches(name + "-\\d.*\\.jar"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the class path has no " + name));
  }

  private static List<Path> jars(Path directory) {
    return Directory.io(
        () -> {
          try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
          }
        });
  }

  /** The class that fits it into a host, in a directory of its own. */
  private Path host(String type, List<Path> libraries) {
    Path target = Directory.made(work.resolve(type));
    List<Path> classPath = Stream.concat(libraries.stream(), Stream.of(classes)).toList();
    compile(target, classPath, List.of(sources.host(type)));
    return target;
  }

  private static void compile(Path target, List<Path> classPath, List<Path> files) {
    JavaCompiler compiler =
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "this Java has no compiler");
    String path = classPath.stream().map(Path::toString).collect(Collectors.joining(":"));
    List<String> options =
        List.of("--release", "17", "-proc:none", "-d", target.toString(), "-cp", path);
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      if (!compiler
          .getTask(said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
          .call()) {
        throw new IllegalStateException("the app can't be compiled: " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
