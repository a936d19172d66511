package shop.article;

import java.util.Optional;
import shop.Database;
import shop.Json;

/** In a table of their own. */
final class SqlArticleRepository implements ArticleRepository {

  private final Database database;
  private final Json json;

  SqlArticleRepository(Database database, Json json) {
    this.database = database;
    this.json = json;
    database.update("create table article_table (id bigint primary key, data varchar)");
  }

  @Override
  public void save(Article article) {
    database.update(
        "merge into article_table (id, data) values (?, ?)", article.id(), json.write(article));
  }

  @Override
  public Optional<Article> find(long id) {
    return database
        .first("select data from article_table where id = ?", id)
        .map(text -> json.read(text, Article.class));
  }
}
