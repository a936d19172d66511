package io.emperor.runtime.shared;

import io.emperor.api.Consul;
import io.emperor.api.ConsulApi;
import io.emperor.logging.VassalClasses;
import io.emperor.runtime.Launch;
import io.emperor.runtime.UnusableAppException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Sees the Java platform, a few packages that are shared with the emperor, and the app's own jar,
 * or a war's classes and jars: nothing else of the emperor's, and nothing of other apps.
 *
 * <p>{@link Consul} is defined anew by every one of these loaders, from the emperor's copy of the
 * class, so that its static field is the app's own and no call needs to look up who called. So is
 * {@link JvmCallTarget}, to which those calls of the app lead that would be about the whole JVM.
 */
public final class VassalClassLoader extends URLClassLoader implements VassalClasses {

  /** What an app shares with the emperor, because values of these types pass between the two. */
  private static final List<String> SHARED = List.of("io.emperor.api.", "jakarta.servlet.");

  /**
   * What it shares besides, unless its logging is its own: what it logs is the emperor's to write.
   */
  private static final String LOGGING = "org.slf4j.";

  /** What a web application shares besides: Jetty looks for these annotations in its classes. */
  private static final String OF_WARS = "jakarta.annotation.";

  /** What every app has a copy of, whose static field is the app's own: the code, read once. */
  private static final Map<String, byte[]> OWN =
      Map.of(
          Consul.class.getName(), code(Consul.class),
          JvmCallTarget.class.getName(), code(JvmCallTarget.class));

  private static final ClassLoader EMPEROR = VassalClassLoader.class.getClassLoader();

  static {
    registerAsParallelCapable();
  }

  private final String vassal;
  private final List<ClassRoot> roots;
  private final List<String> shared;

  private VassalClassLoader(Launch launch, List<ClassRoot> roots, Stream<String> shared) {
    super(
        launch.vassal() + "#" + launch.generation(),
        roots.stream().map(ClassRoot::location).toArray(URL[]::new),
        ClassLoader.getPlatformClassLoader());
    this.vassal = launch.vassal();
    this.roots = List.copyOf(roots);
    this.shared = Stream.concat(SHARED.stream(), shared).toList();
  }

  /**
   * Opens a jar, and what it names as its Class-Path beside it.
   *
   * @throws UnusableAppException if one of these is broken, or it has not what it is told to use
   * @throws IOException if it can't be read
   */
  static VassalClassLoader ofJar(Launch launch) throws UnusableAppException, IOException {
    List<ClassRoot> roots = new ArrayList<>();
    try {
      roots.add(ClassRoot.of(launch.copy()));
      ClassPath beside = ClassPath.of(launch.copy(), launch.copy());
      for (Path place : beside.places()) {
        roots.add(root(beside.directory().resolve(place), beside.directory(), launch.source()));
      }
      return new VassalClassLoader(launch, roots, logging(launch, roots));
    } catch (UnusableAppException | IOException | RuntimeException e) {
      close(roots);
      throw e;
    }
  }

  /**
   * Opens what a war has of classes and jars.
   *
   * @throws UnusableAppException if one of its jars is broken, or has not what it is told to use
   * @throws IOException if one of them can't be read
   */
  static VassalClassLoader ofWar(Launch launch, UnpackedWar war)
      throws UnusableAppException, IOException {
    List<ClassRoot> roots = new ArrayList<>();
    try {
      for (Path path : classPath(war.files().resolve("WEB-INF"))) {
        roots.add(root(path, war.files(), launch.source()));
      }
      return new VassalClassLoader(
          launch, roots, Stream.concat(logging(launch, roots), Stream.of(OF_WARS)));
    } catch (UnusableAppException | IOException | RuntimeException e) {
      close(roots);
      throw e;
    }
  }

  private static Stream<String> logging(Launch launch, List<ClassRoot> roots)
      throws UnusableAppException, IOException {
    return OwnLogging.isWanted(launch, roots) ? Stream.empty() : Stream.of(LOGGING);
  }

  private static ClassRoot root(Path path, Path directory, Path source)
      throws UnusableAppException, IOException {
    try {
      return ClassRoot.of(path);
    } catch (ZipException e) {
      throw new UnusableAppException(
          "%s has a broken jar, %s: %s"
              .formatted(source, directory.relativize(path), e.getMessage()),
          e);
    }
  }

  private static List<Path> classPath(Path inside) throws IOException {
    List<Path> paths = new ArrayList<>();
    if (Files.isDirectory(inside.resolve("classes"))) {
      paths.add(inside.resolve("classes"));
    }
    if (Files.isDirectory(inside.resolve("lib"))) {
      try (Stream<Path> files = Files.list(inside.resolve("lib"))) {
        files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(paths::add);
      }
    }
    return paths;
  }

  @Override
  public String vassal() {
    return vassal;
  }

  /** Makes the app's own {@link Consul} answer from {@code api}. */
  void bind(ConsulApi api) {
    bind(Consul.class, ConsulApi.class, api);
  }

  /** Tells when the app calls {@link System#exit}, which ends nothing by itself. */
  void onExit(IntConsumer listener) {
    bind(JvmCallTarget.class, IntConsumer.class, listener);
  }

  /**
   * Runs the app's shutdown hooks and takes back its database drivers; on a thread of the app's.
   *
   * @throws Exception what these have thrown
   */
  void endOfApp() throws Exception {
    Object unused = loadClass(JvmCallTarget.class.getName()).getMethod("end").invoke(null);
  }

  /** By a handle: asking a class for a method makes objects of all that it has, for every app. */
  private <T> void bind(Class<?> own, Class<T> type, T value) {
    try {
      MethodHandles.publicLookup()
          .findStatic(loadClass(own.getName()), "bind", MethodType.methodType(void.class, type))
          .invoke(value);
    } catch (Throwable e) {
      throw new LinkageError("the app's own " + own.getName() + " can't be bound", e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    byte[] own = OWN.get(name);
    if (own != null) {
      synchronized (getClassLoadingLock(name)) {
        Class<?> defined = findLoadedClass(name);
        return defined == null ? defineClass(name, own, 0, own.length) : defined;
      }
    }
    return shared.stream().anyMatch(name::startsWith)
        ? EMPEROR.loadClass(name)
        : super.loadClass(name, resolve);
  }

  private static byte[] code(Class<?> template) {
    try (InputStream in = template.getResourceAsStream(template.getSimpleName() + ".class")) {
      return Objects.requireNonNull(in, template.getName()).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String path = name.replace('.', '/') + ".class";
    try {
      for (ClassRoot root : roots) {
        ClassRoot.Found found = root.find(path);
        if (found != null) {
          byte[] code = JvmCallRewriter.redirected(found.code().array());
          definePackageOf(name, root);
          return defineClass(name, code, 0, code.length, found.source());
        }
      }
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
    return super.findClass(
        name); // perhaps in a jar that a manifest's Class-Path names by its whole address
  }

  private void definePackageOf(String type, ClassRoot root) throws IOException {
    int dot = type.lastIndexOf('.');
    String name = dot < 0 ? "" : type.substring(0, dot);
    if (dot < 0 || getDefinedPackage(name) != null) {
      return;
    }
    Manifest manifest = root.manifest();
    try {
      Package unused =
          manifest == null
              ? definePackage(name, null, null, null, null, null, null, null)
              : definePackage(name, manifest, root.location());
    } catch (IllegalArgumentException e) {
      // Another thread was quicker.
    }
  }

  @Override
  public void close() throws IOException {
    try {
      super.close();
    } finally {
      close(roots);
    }
  }

  private static void close(List<ClassRoot> roots) throws IOException {
    for (ClassRoot root : roots) {
      root.close();
    }
  }

  /** The app's own resources come before the platform's. */
  @Override
  public @Nullable URL getResource(String name) {
    URL own = findResource(name);
    return own == null ? super.getResource(name) : own;
  }

  /** The app's own resources come before the platform's. */
  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    List<URL> all = new ArrayList<>(Collections.list(findResources(name)));
    all.addAll(Collections.list(getParent().getResources(name)));
    return Collections.enumeration(all);
  }
}
