package io.emperor.devagent.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds the endpoint of a path, by the rules of Go's: the longest path wins. */
public final class Router {

  private final Map<String, Route> exact = new TreeMap<>();
  private final Map<String, Route> trees = new TreeMap<>();

  public Router(List<Route> routes) {
    for (Route route : routes) {
      (route.isTree() ? trees : exact).put(route.path(), route);
    }
  }

  public @Nullable Route find(String path) {
    Route route = exact.get(path);
    for (int end = path.lastIndexOf('/'); route == null && end >= 0; ) {
      route = trees.get(path.substring(0, end + 1));
      end = path.lastIndexOf('/', end - 1);
    }
    return route;
  }

  /** Where a request has to go instead: without dots and double slashes, or to a tree's root. */
  public @Nullable String redirect(String path) {
    String clean = clean(path);
    if (!clean.equals(path)) {
      return clean;
    }
    return exact.containsKey(path) || !trees.containsKey(path + "/") ? null : path + "/";
  }

  private static String clean(String path) {
    if (!path.contains("//") && !path.contains("/.")) {
      return path;
    }
    Deque<String> names = new ArrayDeque<>();
    for (String name : path.split("/", -1)) {
      if (name.equals("..")) {
        names.pollLast();
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.addLast(name);
      }
    }
    String clean = "/" + String.join("/", names);
    return path.endsWith("/") && !clean.equals("/") ? clean + "/" : clean;
  }
}
