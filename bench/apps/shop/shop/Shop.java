package shop;

import java.util.ServiceLoader;

/** All parts, opened. */
public final class Shop implements AutoCloseable {

  private final Database database = new Database();
  private final Router router;

  private Shop(Json json) {
    this.router = new Router(json);
    for (Part part : ServiceLoader.load(Part.class, Shop.class.getClassLoader())) {
      part.open(database, json, router);
    }
  }

  /** Opens it: when this returns it has asked its database and answers. */
  public static Shop open() {
    return new Shop(new Json());
  }

  Response answer(String path, String parameter) {
    return router.answer(path, parameter);
  }

  @Override
  public void close() {
    database.close();
  }
}
