import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * mongo-java-server, in memory, on a free loopback port that it prints, until its standard input ends: the tests hold
 * the other end, so it never outlives them, however they end.
 *
 * Some things are put right, so that what holds here holds on MongoDB: the wire version and the hello that the driver
 * asks for; a reply is a copy made before the next command runs (the library encodes the live document, so an answer
 * could show a later update); an ordered list of updates stops at its first error; indexes that are not unique are kept,
 * in order, and a filter that names the beginning of an index reads what is there (the library keeps unique indexes only,
 * and uses one for a filter of its key and nothing else). Pipelines read whole collections still.
 */
public final class Main {
  private static final String BESIDE = " in order";

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
        case "explain":
          return explained(database, (Document) query.get("explain"));
        case "listindexes":
          Document listed = super.handleCommand(channel, database, command, query);
          if (listed.get("cursor") instanceof Document cursor) {
            list(cursor, "firstBatch").removeIf(index -> ((Document) index).get("name").toString().endsWith(BESIDE));
          }
          return listed;
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

    /** Of a find alone. */
    private Document explained(String database, Document find) {
      MongoCollection<?> collection = resolveDatabase(database).resolveCollection((String) find.get("find"), false);
      Document filter = (Document) find.getOrDefault("filter", new Document());
      Document plan = collection instanceof IndexedCollection indexed
        ? indexed.plan(filter, (Document) find.get("sort"))
        : new Document("stage", "EOF");
      return new Document("queryPlanner", new Document("winningPlan", plan)).append("ok", 1);
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
    protected Index<Integer> openOrCreateSecondaryIndex(
        String collection, String name, List<IndexKey> keys, boolean sparse) {
      return new OrderedIndex(name, keys, sparse);
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

    /** A unique index of the library has no order: another one beside it does what it can't. */
    @Override
    public void addIndex(Index<Integer> index) {
      super.addIndex(index);
      if (index.isUnique()) super.addIndex(new OrderedIndex(index.getName() + BESIDE, index.getKeys(), false));
    }

    @Override
    public void dropIndex(String name) {
      super.dropIndex(name);
      if (getIndexes().stream().anyMatch(index -> index.getName().equals(name + BESIDE))) super.dropIndex(name + BESIDE);
    }

    @Override
    protected QueryResult queryDocuments(
        Document query, Document orderBy, int skip, int limit, int batchSize, Document fields) {
      Index<Integer> unique = uniqueIndexFor(query);
      if (unique != null) {
        return matchDocuments(query, unique.getPositions(keyIn(query, unique)), orderBy, skip, limit, batchSize, fields);
      }
      OrderedIndex best = bestIndexFor(query, orderBy);
      if (best == null) return super.queryDocuments(query, orderBy, skip, limit, batchSize, fields);
      int order = best.orderOf(query, orderBy);
      return order == 0
        ? matchDocuments(query, best.getPositions(query), orderBy, skip, limit, batchSize, fields)
        : matchDocuments(query, best.getPositions(query, order < 0), null, skip, limit, batchSize, fields);
    }

    /** What queryDocuments does, in the words of MongoDB. */
    Document plan(Document query, Document orderBy) {
      Index<Integer> unique = uniqueIndexFor(query);
      OrderedIndex best = unique == null ? bestIndexFor(query, orderBy) : null;
      boolean isInOrder = orderBy == null || orderBy.isEmpty() || (best != null && best.orderOf(query, orderBy) != 0);
      Index<Integer> used = unique == null ? best : unique;
      Document read = used == null
        ? new Document("stage", "COLLSCAN")
        : new Document("stage", "IXSCAN").append("indexName", used.getName());
      return isInOrder ? read : new Document("stage", "SORT").append("inputStage", read);
    }

    private Index<Integer> uniqueIndexFor(Document query) {
      for (Index<Integer> index : getIndexes()) {
        Document key = keyIn(query, index);
        if (key.size() == index.getKeys().size() && index.canHandle(key)) return index;
      }
      return null;
    }

    private static Document keyIn(Document query, Index<Integer> index) {
      Document key = new Document();
      for (IndexKey part : index.getKeys()) {
        Object value = query.get(part.getKey());
        if (isValue(value) || isListOfIds(part, value)) key.put(part.getKey(), value);
      }
      return key;
    }

    private OrderedIndex bestIndexFor(Document query, Document orderBy) {
      OrderedIndex best = null;
      for (Index<Integer> index : getIndexes()) {
        if (!(index instanceof OrderedIndex ordered)) continue;
        if (ordered.use(query) == 0 && ordered.orderOf(query, orderBy) == 0) continue;
        if (best == null || ordered.isBetter(best, query, orderBy)) best = ordered;
      }
      return best;
    }

    /** The size of every document, computed at each write, that nobody asks for. */
    @Override
    protected boolean tracksDataSize() {
      return false;
    }

    private static boolean isListOfIds(IndexKey part, Object value) {
      return part.getKey().equals("_id")
        && value instanceof Document document
        && document.keySet().equals(Set.of("$in"));
    }
  }

  private static boolean isValue(Object value) {
    if (value instanceof Document document) {
      return document.keySet().stream().noneMatch(name -> name.startsWith("$"));
    }
    return value != null
      && !(value instanceof Collection)
      && !BsonRegularExpression.isRegularExpression(value);
  }

  /** An index whose keys are in order: each ends with the document's id, which tells those of equal values apart. */
  private static final class OrderedIndex extends Index<Integer> {
    private static final Object LEAST = new Object();
    private static final Object MOST = new Object();
    private static final int MANY = 1_000;

    private final NavigableMap<Object[], Integer> positions = new TreeMap<>(OrderedIndex::compare);
    /** Whether a document can be in it twice. */
    private boolean hasArrays;

    OrderedIndex(String name, List<IndexKey> keys, boolean sparse) {
      super(name, keys, sparse);
    }

    private static int compare(Object[] left, Object[] right) {
      for (int index = 0; index < Math.min(left.length, right.length); index++) {
        Object one = left[index];
        Object other = right[index];
        if (one == other) continue;
        if (one == LEAST || other == MOST) return -1;
        if (one == MOST || other == LEAST) return 1;
        int order = ValueComparator.asc().compare(one, other);
        if (order != 0) return order;
      }
      return Integer.compare(left.length, right.length);
    }

    private List<Object[]> keysOf(Document document) {
      if (isSparse() && keys().stream().allMatch(key -> Utils.getSubdocumentValue(document, key) instanceof Missing)) {
        return List.of();
      }
      List<Object[]> found = new ArrayList<>();
      for (KeyValue value : getKeyValues(document)) {
        Object[] key = new Object[value.size() + 1];
        for (int index = 0; index < value.size(); index++) {
          key[index] = value.get(index) instanceof Missing ? null : value.get(index);
        }
        key[value.size()] = document.get("_id");
        found.add(key);
      }
      return found;
    }

    @Override
    public void add(Document document, Integer position, MongoCollection<Integer> collection) {
      List<Object[]> keys = keysOf(document);
      if (keys.size() > 1) hasArrays = true;
      for (Object[] key : keys) positions.put(key, position);
    }

    @Override
    public Integer remove(Document document) {
      Integer position = null;
      for (Object[] key : keysOf(document)) position = positions.remove(key);
      return position;
    }

    @Override
    public void updateInPlace(Document before, Document after, Integer position, MongoCollection<Integer> collection) {
      remove(before);
      add(after, position, collection);
    }

    /** How much of the filter it answers: two for each field that is equal to a value, one for a range or a list after these. */
    int use(Document query) {
      Document conditions = conditionsOf(query);
      int use = 0;
      for (String key : keys()) {
        Object condition = conditions.get(key);
        if (isValue(condition)) use += 2;
        else return isRange(condition) || isList(condition) ? use + 1 : use;
      }
      return use;
    }

    /** Few documents to look at are better than many, then the wanted order, then more of the filter. */
    boolean isBetter(OrderedIndex other, Document query, Document orderBy) {
      int fewer = Integer.compare(other.count(query), count(query));
      if (fewer != 0) return fewer > 0;
      boolean isOrdered = orderOf(query, orderBy) != 0;
      if (isOrdered != (other.orderOf(query, orderBy) != 0)) return isOrdered;
      return use(query) > other.use(query);
    }

    private int count(Document query) {
      int count = 0;
      for (Integer position : getPositions(query)) if (++count == MANY) break;
      return count;
    }

    /** 1 where it has the documents in the wanted order, -1 where in the opposite one, else 0. */
    int orderOf(Document query, Document orderBy) {
      if (orderBy == null || orderBy.isEmpty() || hasArrays) return 0;
      Document conditions = conditionsOf(query);
      List<String> rest = keys().stream().dropWhile(key -> isValue(conditions.get(key))).toList();
      List<String> wanted = List.copyOf(orderBy.keySet());
      if (wanted.size() > rest.size() || !rest.subList(0, wanted.size()).equals(wanted)) return 0;
      if (isList(conditions.get(wanted.get(0)))) return 0;
      Set<Integer> orders = new LinkedHashSet<>();
      for (Object order : orderBy.values()) orders.add(order instanceof Number number ? number.intValue() : 0);
      return orders.size() == 1 ? orders.iterator().next() : 0;
    }

    @Override
    public Iterable<Integer> getPositions(Document query) {
      return getPositions(query, false);
    }

    /** Those of all documents that the filter can match, and of others, in the order of the index or backwards. */
    Iterable<Integer> getPositions(Document query, boolean backwards) {
      Document conditions = conditionsOf(query);
      List<Object> equal = new ArrayList<>();
      for (String key : keys()) {
        Object condition = conditions.get(key);
        if (isValue(condition)) {
          equal.add(condition);
          continue;
        }
        if (isRange(condition)) {
          Document range = (Document) condition;
          Object from = range.getOrDefault("$gte", range.getOrDefault("$gt", LEAST));
          Object to = range.getOrDefault("$lte", range.getOrDefault("$lt", MOST));
          return once(between(equal, from, to, backwards));
        }
        if (isList(condition)) {
          Set<Integer> found = new LinkedHashSet<>();
          for (Object value : (Collection<?>) ((Document) condition).get("$in")) {
            found.addAll(between(equal, value, value, false));
          }
          return found;
        }
        break;
      }
      return once(between(equal, LEAST, MOST, backwards));
    }

    private Collection<Integer> between(List<Object> equal, Object from, Object to, boolean backwards) {
      List<Object> first = new ArrayList<>(equal);
      List<Object> last = new ArrayList<>(equal);
      first.add(from);
      last.add(to);
      last.add(MOST);
      if (compare(first.toArray(), last.toArray()) > 0) return List.of();
      NavigableMap<Object[], Integer> found = positions.subMap(first.toArray(), true, last.toArray(), true);
      return (backwards ? found.descendingMap() : found).values();
    }

    private Collection<Integer> once(Collection<Integer> found) {
      return hasArrays ? new LinkedHashSet<>(found) : found;
    }

    private static Document conditionsOf(Document query) {
      if (!(query.get("$and") instanceof Collection<?> all)) return query;
      Document conditions = query.clone();
      for (Object part : all) for (String key : ((Document) part).keySet()) {
        conditions.putIfAbsent(key, ((Document) part).get(key));
      }
      return conditions;
    }

    private static boolean isRange(Object condition) {
      return condition instanceof Document document
        && !document.isEmpty()
        && Set.of("$gt", "$gte", "$lt", "$lte").containsAll(document.keySet())
        && !document.containsValue(null);
    }

    private static boolean isList(Object condition) {
      return condition instanceof Document document
        && document.keySet().equals(Set.of("$in"))
        && ((Collection<?>) document.get("$in")).stream().allMatch(Main::isValue);
    }

    @Override
    public boolean canHandle(Document query) {
      return false;
    }

    @Override
    public Integer getPosition(Document document) {
      return null;
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Integer> collection) {}

    @Override
    public void checkUpdate(Document before, Document after, MongoCollection<Integer> collection) {}

    @Override
    public long getCount() {
      return positions.size();
    }

    @Override
    public long getDataSize() {
      return 0;
    }

    @Override
    public boolean isUnique() {
      return false;
    }

    @Override
    public void drop() {
      positions.clear();
    }
  }
}
