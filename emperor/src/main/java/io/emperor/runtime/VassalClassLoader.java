package io.emperor.runtime;

import io.emperor.api.Consul;
import io.emperor.api.ConsulApi;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Sees the Java platform, a few packages that are shared with the emperor, and the app's own jar:
 * nothing else of the emperor's, and nothing of other apps.
 *
 * <p>{@link Consul} is defined anew by every one of these loaders, from the emperor's copy of the
 * class, so that its static field is the app's own and no call needs to look up who called. So is
 * {@link AppRuntime}, to which those calls of the app lead that would be about the whole JVM.
 */
final class VassalClassLoader extends URLClassLoader {

  /** What an app shares with the emperor, because values of these types pass between the two. */
  private static final List<String> SHARED =
      List.of("io.emperor.api.", "jakarta.servlet.", "org.slf4j.");

  /** What every app has a copy of, whose static field is the app's own. */
  private static final Map<String, Class<?>> OWN =
      Map.of(Consul.class.getName(), Consul.class, AppRuntime.class.getName(), AppRuntime.class);

  private static final ClassLoader EMPEROR = VassalClassLoader.class.getClassLoader();

  static {
    registerAsParallelCapable();
  }

  private final URL location;
  private final JarFile jar;

  /**
   * Opens the jar.
   *
   * @throws IOException if it can't be read
   */
  VassalClassLoader(String name, Path jar) throws IOException {
    super(name, new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    this.location = jar.toUri().toURL();
    this.jar = new JarFile(jar.toFile(), true, ZipFile.OPEN_READ, Runtime.version());
  }

  /** Makes the app's own {@link Consul} answer from {@code api}. */
  void bind(ConsulApi api) {
    bind(Consul.class, ConsulApi.class, api);
  }

  /** Tells when the app calls {@link System#exit}, which ends nothing by itself. */
  void onExit(IntConsumer listener) {
    bind(AppRuntime.class, IntConsumer.class, listener);
  }

  /**
   * Runs the app's shutdown hooks and takes back its database drivers; on a thread of the app's.
   *
   * @throws Exception what these have thrown
   */
  void endOfApp() throws Exception {
    Object unused = loadClass(AppRuntime.class.getName()).getMethod("end").invoke(null);
  }

  private <T> void bind(Class<?> own, Class<T> type, T value) {
    try {
      loadClass(own.getName()).getMethod("bind", type).invoke(null, value);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the app's own " + own.getName() + " can't be bound", e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    Class<?> template = OWN.get(name);
    if (template != null) {
      synchronized (getClassLoadingLock(name)) {
        Class<?> own = findLoadedClass(name);
        return own == null ? defineOwn(template) : own;
      }
    }
    return SHARED.stream().anyMatch(name::startsWith)
        ? EMPEROR.loadClass(name)
        : super.loadClass(name, resolve);
  }

  private Class<?> defineOwn(Class<?> template) throws ClassNotFoundException {
    try (InputStream in = template.getResourceAsStream(template.getSimpleName() + ".class")) {
      byte[] code = Objects.requireNonNull(in).readAllBytes();
      return defineClass(template.getName(), code, 0, code.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(template.getName(), e);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    JarEntry entry = jar.getJarEntry(name.replace('.', '/') + ".class");
    if (entry == null) {
      return super.findClass(name); // perhaps in a jar that the manifest's Class-Path names
    }
    try {
      byte[] code = RuntimeCalls.redirected(code(entry));
      definePackageOf(name);
      CodeSource source = new CodeSource(location, entry.getCodeSigners());
      return defineClass(name, code, 0, code.length, source);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private byte[] code(JarEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private void definePackageOf(String type) throws IOException {
    int dot = type.lastIndexOf('.');
    String name = dot < 0 ? "" : type.substring(0, dot);
    if (dot < 0 || getDefinedPackage(name) != null) {
      return;
    }
    Manifest manifest = jar.getManifest();
    try {
      Package unused =
          manifest == null
              ? definePackage(name, null, null, null, null, null, null, null)
              : definePackage(name, manifest, location);
    } catch (IllegalArgumentException e) {
      // Another thread was quicker.
    }
  }

  @Override
  public void close() throws IOException {
    try (jar) {
      super.close();
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
