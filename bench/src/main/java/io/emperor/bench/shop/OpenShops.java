package io.emperor.bench.shop;

import java.lang.management.ManagementFactory;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.stream.Stream;

/**
 * A bare JVM that opens the shop many times, each time with a class loader of its own, below one
 * that has what all share. It opens as many more as each line says that it reads, and then says how
 * many are open and how many classes are loaded.
 */
public final class OpenShops {

  private OpenShops() {}

  /** Told what each has of its own, and then what is shared, a path each, or nothing. */
  public static void main(String[] args) throws Exception {
    ClassLoader shared = loader(args[1], ClassLoader.getPlatformClassLoader());
    List<Object> open = new ArrayList<>();
    Scanner in = new Scanner(System.in, StandardCharsets.UTF_8);
    while (in.hasNextInt()) {
      int more = in.nextInt();
      for (int i = 0; i < more; i++) {
        open.add(opened(loader(args[0], shared)));
      }
      int classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
      System.out.println(open.size() + " " + classes);
    }
  }

  private static Object opened(ClassLoader loader) throws ReflectiveOperationException {
    Thread.currentThread().setContextClassLoader(loader);
    return loader.loadClass("shop.Shop").getMethod("open").invoke(null);
  }

  private static ClassLoader loader(String path, ClassLoader parent) {
    return new URLClassLoader(
        Stream.of(path.split(":"))
            .filter(place -> !place.isEmpty())
            .map(OpenShops::url)
            .toArray(URL[]::new),
        parent);
  }

  private static URL url(String place) {
    try {
      return Path.of(place).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(place, e);
    }
  }
}
