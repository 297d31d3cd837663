import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * mongo-java-server, in memory, on a free loopback port that it prints, until its standard input ends: the tests hold
 * the other end, so it never outlives them, however they end.
 *
 * Four things are put right, so that what holds here holds on MongoDB: the wire version and the hello that the driver
 * asks for; a reply is a copy made before the next command runs (the library encodes the live document, so an answer
 * could show a later update); an ordered list of updates stops at its first error; a filter that names the whole key of
 * a unique index and more conditions doesn't read the whole collection.
 */
public final class Main {
  public static void main(String[] args) throws IOException {
    MongoServer server = new MongoServer(new Backend().version(new Version()));
    server.bind("127.0.0.1", 0);
    System.out.println("port " + server.getLocalAddress().getPort());
    while (System.in.read() != -1) {}
    Runtime.getRuntime().halt(0);
  }

  /** The oldest MongoDB that Tollgate supports; the library says 5.0 with wire version 8, and the driver wants 9. */
  private static final class Version implements MongoVersion {
    @Override
    public List<Integer> getVersionArray() {
      return List.of(6, 0, 0);
    }

    @Override
    public int getWireVersion() {
      return 17;
    }
  }

  private static final class Backend extends MemoryBackend {
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    @Override
    public MemoryDatabase openOrCreateDatabase(String name) {
      return new Database(name, getCursorRegistry());
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
      synchronized (locks.computeIfAbsent(database, name -> new Object())) {
        return reply(channel, database, command, query).cloneDeeply();
      }
    }

    private Document reply(Channel channel, String database, String command, Document query) {
      switch (command.toLowerCase()) {
        case "hello":
        case "ismaster":
          return super.handleCommand(channel, database, "ismaster", query)
            .append("isWritablePrimary", true)
            .append("helloOk", true)
            .append("logicalSessionTimeoutMinutes", 30);
        case "insert":
          return countInserted(super.handleCommand(channel, database, command, query), query);
        case "update":
          return isOrdered(query)
            ? updateInOrder(channel, database, command, query)
            : super.handleCommand(channel, database, command, query);
        default:
          return super.handleCommand(channel, database, command, query);
      }
    }

    /** The library counts the documents that were refused as well. */
    private static Document countInserted(Document reply, Document query) {
      List<?> errors = list(reply, "writeErrors");
      if (errors.isEmpty()) return reply;
      int inserted = isOrdered(query)
        ? (Integer) ((Document) errors.get(0)).get("index")
        : list(query, "documents").size() - errors.size();
      return reply.append("n", inserted);
    }

    private Document updateInOrder(Channel channel, String database, String command, Document query) {
      List<?> updates = list(query, "updates");
      List<Document> upserted = new ArrayList<>();
      List<Document> errors = new ArrayList<>();
      int matched = 0;
      int modified = 0;
      for (int index = 0; index < updates.size() && errors.isEmpty(); index++) {
        Document one = query.clone().append("updates", List.of(updates.get(index)));
        Document reply = super.handleCommand(channel, database, command, one);
        matched += (Integer) reply.get("n");
        modified += (Integer) reply.get("nModified");
        for (Object entry : collection(reply, "upserted")) upserted.add(((Document) entry).append("index", index));
        for (Object entry : list(reply, "writeErrors")) errors.add(((Document) entry).append("index", index));
      }
      Document reply = new Document("n", matched).append("nModified", modified);
      if (!upserted.isEmpty()) reply.append("upserted", upserted);
      if (!errors.isEmpty()) reply.append("writeErrors", errors);
      return reply.append("ok", 1);
    }

    private static boolean isOrdered(Document query) {
      return !Boolean.FALSE.equals(query.get("ordered"));
    }

    private static List<?> list(Document document, String key) {
      return (List<?>) document.getOrDefault(key, List.of());
    }

    private static Collection<?> collection(Document document, String key) {
      return (Collection<?>) document.getOrDefault(key, List.of());
    }
  }

  private static final class Database extends MemoryDatabase {
    Database(String name, CursorRegistry cursors) {
      super(name, cursors);
    }

    @Override
    protected MemoryCollection openOrCreateCollection(String name, CollectionOptions options) {
      return new IndexedCollection(this, name, options, cursorRegistry);
    }
  }

  private static final class IndexedCollection extends MemoryCollection {
    IndexedCollection(Database database, String name, CollectionOptions options, CursorRegistry cursors) {
      super(database, name, options, cursors);
    }

    @Override
    protected QueryResult queryDocuments(
        Document query, Document orderBy, int skip, int limit, int batchSize, Document fields) {
      for (Index<Integer> index : getIndexes()) {
        Document key = new Document();
        for (IndexKey part : index.getKeys()) {
          Object value = query.get(part.getKey());
          if (isValue(value) || isListOfIds(part, value)) key.put(part.getKey(), value);
        }
        if (key.size() == index.getKeys().size() && index.canHandle(key)) {
          return matchDocuments(query, index.getPositions(key), orderBy, skip, limit, batchSize, fields);
        }
      }
      return super.queryDocuments(query, orderBy, skip, limit, batchSize, fields);
    }

    /** The size of every document, computed at each write, that nobody asks for. */
    @Override
    protected boolean tracksDataSize() {
      return false;
    }

    private static boolean isValue(Object value) {
      if (value instanceof Document document) {
        return document.keySet().stream().noneMatch(name -> name.startsWith("$"));
      }
      return value != null
        && !(value instanceof Collection)
        && !BsonRegularExpression.isRegularExpression(value);
    }

    private static boolean isListOfIds(IndexKey part, Object value) {
      return part.getKey().equals("_id")
        && value instanceof Document document
        && document.keySet().equals(Set.of("$in"));
    }
  }
}
