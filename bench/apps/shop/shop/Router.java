package shop;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Finds who answers a path. */
public final class Router {

  private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
  private final Json json;

  Router(Json json) {
    this.json = json;
  }

  /** Has a path answered. */
  public void route(String path, Handler handler) {
    handlers.put(path, handler);
  }

  /** Answers a path and its parameter, {@code /article?7}. */
  Response answer(String path, String parameter) {
    Handler handler = handlers.get(path);
    if (handler == null) {
      return new Response(404, json.write(new Problem("not found", path)));
    }
    return new Response(200, json.write(handler.answer(parameter)));
  }
}
