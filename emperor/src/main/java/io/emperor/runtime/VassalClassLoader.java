package io.emperor.runtime;

import io.emperor.api.Consul;
import io.emperor.api.ConsulApi;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sees the Java platform, a few packages that are shared with the emperor, and the app's own jar:
 * nothing else of the emperor's, and nothing of other apps.
 *
 * <p>{@link Consul} is defined anew by every one of these loaders, from the emperor's copy of the
 * class, so that its static field is the app's own and no call needs to look up who called.
 */
final class VassalClassLoader extends URLClassLoader {

  /** What an app shares with the emperor, because values of these types pass between the two. */
  private static final List<String> SHARED =
      List.of("io.emperor.api.", "jakarta.servlet.", "org.slf4j.");

  private static final ClassLoader EMPEROR = VassalClassLoader.class.getClassLoader();

  static {
    registerAsParallelCapable();
  }

  VassalClassLoader(String name, URL jar) {
    super(name, new URL[] {jar}, ClassLoader.getPlatformClassLoader());
  }

  /** Makes the app's own {@link Consul} answer from {@code api}. */
  void bind(ConsulApi api) {
    try {
      loadClass(Consul.class.getName()).getMethod("bind", ConsulApi.class).invoke(null, api);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the app's own " + Consul.class.getName() + " can't be bound", e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.equals(Consul.class.getName())) {
      synchronized (getClassLoadingLock(name)) {
        Class<?> own = findLoadedClass(name);
        return own == null ? defineConsul() : own;
      }
    }
    return SHARED.stream().anyMatch(name::startsWith)
        ? EMPEROR.loadClass(name)
        : super.loadClass(name, resolve);
  }

  private Class<?> defineConsul() throws ClassNotFoundException {
    try (InputStream in = Consul.class.getResourceAsStream("Consul.class")) {
      byte[] code = Objects.requireNonNull(in).readAllBytes();
      return defineClass(Consul.class.getName(), code, 0, code.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(Consul.class.getName(), e);
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
