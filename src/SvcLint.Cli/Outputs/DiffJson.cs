using System.Text.Json;
using SvcLint.Change;
using SvcLint.Reachability;

namespace SvcLint.Cli.Outputs;

/// <summary>A change of traffic as JSON, version 1.</summary>
internal static class DiffJson
{
    // Pairs of ends are many; nothing is kept that can be written.
    private const int Chunk = 1 << 16;

    public static void Write(IReadOnlyList<(string? Unit, ClusterChange Change)> changes, Stream stream)
    {
        using (var json = new Utf8JsonWriter(stream, JsonLayout.Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            List("connections", c => c.Connections.SelectMany(e => e.Each()), Connection);
            List("unknown", c => c.Unknown.SelectMany(e => e.Each()), Connection);
            List("unread", c => c.Unread, (writer, u) =>
            {
                Start(writer, u.Type);
                writer.WriteString("reason", u.Reason);
                End(writer, u.Because);
            });
            List("services", c => c.Services.SelectMany(s => s.Each()), (writer, s) =>
            {
                Start(writer, s.Type);
                writer.WriteString("service", s.Service);
                writer.WriteString("port", s.Port);
                writer.WriteString("src", s.Source);
                writer.WriteString("dst", s.Destination);
                writer.WriteString("before", s.Before);
                writer.WriteString("after", s.After);
                End(writer, s.Because);
            });
            List("names", c => c.Names, (writer, n) =>
            {
                Start(writer, n.Type);
                writer.WriteString("name", n.Name);
                writer.WriteString("src", n.Source);
                writer.WriteString("port", n.Port);
                writer.WriteString("renamedTo", n.Instead);
                writer.WriteString("was", n.Was);
                writer.WriteString("near", n.Near);
                writer.WriteString("lost", n.Type != ChangeType.Removed ? null : n.IsPort ? "port" : "name");
                End(writer, n.Because);
            });
            List("exposure", c => c.Exposure, (writer, e) =>
            {
                Start(writer, e.Type);
                writer.WriteString("service", e.Service);
                writer.WriteString("via", e.Via);
                writer.WriteString("port", e.Port);
                writer.WriteString("before", e.Before);
                writer.WriteString("after", e.After);
                End(writer, e.Because);
            });
            List("rules", c => c.Rules, (writer, r) =>
            {
                writer.WriteString("mode", r.Mode);
                writer.WriteNumber("before", r.Before);
                writer.WriteNumber("after", r.After);
            });
            json.WriteEndObject();

            void List<T>(string name, Func<ClusterChange, IEnumerable<T>> items, Action<Utf8JsonWriter, T> write)
            {
                json.WriteStartArray(name);
                foreach (var (unit, change) in changes)
                {
                    foreach (var item in items(change))
                    {
                        json.WriteStartObject();
                        if (unit is not null)
                        {
                            json.WriteString("unit", unit);
                        }

                        write(json, item);
                        json.WriteEndObject();
                        if (json.BytesPending > Chunk)
                        {
                            json.Flush();
                        }
                    }
                }

                json.WriteEndArray();
            }
        }

        stream.WriteByte((byte)'\n');
    }

    private static void Connection(Utf8JsonWriter json, ConnectionChange change)
    {
        Start(json, change.Type);
        json.WriteString("src", change.Source);
        json.WriteString("dst", change.Destination);
        json.WritePropertyName("before");
        ReachJson.Write(json, change.Before);
        json.WritePropertyName("after");
        ReachJson.Write(json, change.After);
        End(json, change.Because);
    }

    private static void Start(Utf8JsonWriter json, ChangeType type) => json.WriteString("type", DiffText.Word(type));

    private static void End(Utf8JsonWriter json, IReadOnlyList<PolicyCause> because)
    {
        json.WritePropertyName("because");
        ReachJson.Write(json, because);
    }
}
