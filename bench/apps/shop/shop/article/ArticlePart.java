package shop.article;

import shop.Database;
import shop.Json;
import shop.Part;
import shop.Router;

/** Articles, with one to begin with. */
public final class ArticlePart implements Part {

  @Override
  public void open(Database database, Json json, Router router) {
    ArticleService service = new ArticleService(new SqlArticleRepository(database, json));
    service.open(1);
    router.route("/article", parameter -> service.page(id(parameter)));
    json.write(service.page(1));
  }

  private static long id(String parameter) {
    return parameter.isEmpty() ? 1 : Long.parseLong(parameter);
  }
}
