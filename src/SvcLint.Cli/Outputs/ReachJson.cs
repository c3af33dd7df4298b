using System.Text.Json;
using SvcLint.Cluster;
using SvcLint.Model;
using SvcLint.Reachability;

namespace SvcLint.Cli.Outputs;

/// <summary>
/// The connectivity as JSON, version 1. The list grows with the square of the workloads, so that texts are encoded once and lines go out as
/// they are found.
/// </summary>
internal sealed class ReachJson(Stream stream) : IDisposable
{
    private const int Enough = 1 << 16;

    // What texts of lines that came before may take, with what it costs to find one.
    private const int MostHeld = 16 << 20;
    private const int Entry = 96;

    private readonly MemoryStream _buffer = new(Enough * 2);
    private readonly Dictionary<object, byte[]> _encoded = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ServicePort, byte[]> _clientPorts = new(ReferenceEqualityComparer.Instance);
    private bool _isFirst;
    private long _held;

    public void Write(IReadOnlyList<ReachView> views)
    {
        Text("{\n\"version\": 1,\n\"connections\": ["u8);
        List(views, v => v.Rows(unknown: false), Row);
        Text("],\n\"unknown\": ["u8);
        List(views, v => v.Rows(unknown: true), Row);
        Text("],\n\"services\": ["u8);
        List(views, v => v.Services(), Service);
        Text("],\n\"externalNames\": ["u8);
        List(views, v => v.Aliases(), Alias);
        Text("],\n\"exposure\": ["u8);
        List(views, v => v.Exposures(), Exposure);
        Text("],\n\"notes\": ["u8);
        List(views, v => v.Notes(), (v, note) => Bytes(Encoded(note, n => Json(j => j.WriteStringValue(n)))));
        Text("]\n}\n"u8);
        _buffer.WriteTo(stream);
    }

    public void Dispose() => _buffer.Dispose();

    public static void Write(Utf8JsonWriter json, PortSet ports)
    {
        if (ports.IsAll)
        {
            json.WriteStringValue("all");
            return;
        }

        json.WriteStartObject();
        foreach (var protocol in PortSet.Protocols)
        {
            if (ports.Text(protocol) is { Length: > 0 } text)
            {
                json.WriteString(protocol, text);
            }
        }

        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, IReadOnlyList<PolicyCause> causes)
    {
        json.WriteStartArray();
        foreach (var cause in causes)
        {
            json.WriteStartObject();
            JsonPlace.Line(json, cause.Span);
            json.WriteString("policy", cause.Policy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void List<T>(IReadOnlyList<ReachView> views, Func<ReachView, IEnumerable<T>> items, Action<ReachView, T> write)
    {
        _isFirst = true;
        foreach (var view in views)
        {
            foreach (var item in items(view))
            {
                Text(_isFirst ? "\n"u8 : ",\n"u8);
                _isFirst = false;
                write(view, item);
                if (_buffer.Length > Enough)
                {
                    _buffer.WriteTo(stream);
                    _buffer.SetLength(0);
                }
            }
        }

        Text(_isFirst ? ""u8 : "\n"u8);
    }

    private void Row(ReachView view, ReachRow row)
    {
        Unit(view);
        Text("\"src\": "u8);
        Name(row.SourceName);
        Text(", \"dst\": "u8);
        Name(row.DestinationName);
        Text(", \"connections\": "u8);
        Bytes(Encoded(row.Ports, p => Json(j => Write(j, p))));
        if (row.Doubts.Count > 0)
        {
            Bytes(Encoded(row.Doubts, Reasons));
        }
        else
        {
            Text(", \"because\": "u8);
            Because(row.Because);
        }

        Text("}"u8);
    }

    private void Service(ReachView view, ServiceReachRow row)
    {
        Unit(view);
        Text("\"service\": "u8);
        Bytes(Encoded(row.Service, s => Json(j => j.WriteStringValue($"{s.Namespace ?? "default"}/{s.Name}"))));
        Text(", \"port\": "u8);
        Bytes(Encoded(row.Port, p => [.. Json(j => j.WriteNumberValue(p.Port?.Value ?? 0)), .. ", \"protocol\": "u8, .. Json(j => j.WriteStringValue(PortResolution.Protocol(p)))]));
        Bytes(ClientPort(view, row));
        Text(", \"src\": "u8);
        Name(row.Source.Name);
        Text(", \"state\": "u8);
        Name(ServiceReach.Word(row.State));
        if (row.Why is { } why)
        {
            Text(", \"why\": "u8);
            Name(why);
        }

        Text(", \"because\": "u8);
        Because(row.Because);
        Text("}"u8);
    }

    // Of a headless Service the port that is mapped to none.
    private byte[] ClientPort(ReachView view, ServiceReachRow row)
    {
        if (!_clientPorts.TryGetValue(row.Port, out var bytes))
        {
            var asked = ServicePorts.IsHeadless(row.Service) ? view.Connectivity.Targets.ClientPort(row.Service, row.Port) : null;
            _clientPorts.Add(row.Port, bytes = asked is not { } port ? [] : [.. ", \"clientPort\": "u8, .. port.Int is { } number ? Json(j => j.WriteNumberValue(number)) : Json(j => j.WriteStringValue(port.String))]);
        }

        return bytes;
    }

    private void Alias(ReachView view, Service service)
    {
        Unit(view);
        Bytes(Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("service", $"{service.Namespace ?? "default"}/{service.Name}");
            json.WriteString("target", service.Spec?.ExternalName?.Value);
            JsonPlace.Line(json, service.Spec?.ExternalName?.Span ?? service.NameSpan);
            json.WriteEndObject();
        })[1..]);
    }

    private void Exposure(ReachView view, Exposure exposure)
    {
        Unit(view);
        Bytes(Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("service", $"{exposure.Service.Namespace ?? "default"}/{exposure.Service.Name}");
            json.WriteString("via", exposure.Via);
            json.WriteString("entry", exposure.Entry is { } entry ? $"{entry.Namespace ?? "default"}/{entry.Name}" : null);
            json.WriteString("port", exposure.Port);
            json.WriteString("src", exposure.SourceName);
            json.WriteString("state", ServiceReach.Word(exposure.State));
            json.WriteString("why", exposure.Why);
            json.WritePropertyName("because");
            Write(json, exposure.Because);
            json.WriteEndObject();
        })[1..]);
    }

    private void Unit(ReachView view)
    {
        Text("{"u8);
        if (view.Unit is { } unit)
        {
            Text("\"unit\": "u8);
            Name(unit);
            Text(", "u8);
        }
    }

    private void Name(string name) => Bytes(Encoded(name, n => Json(j => j.WriteStringValue(n))));

    private void Because(IReadOnlyList<PolicyCause> causes) => Bytes(Encoded(causes, c => Json(j => Write(j, c))));

    private static byte[] Reasons(IReadOnlyList<Doubt> doubts)
    {
        var reason = Json(j => j.WriteStringValue(string.Join("; ", doubts.Select(d => d.Text).Distinct())));
        var because = Json(j => Write(j, [.. doubts.Where(d => d.Span is not null).Select(d => new PolicyCause(d.Policy ?? "", d.Span!.Value))]));
        return [.. ", \"reason\": "u8, .. reason, .. ", \"because\": "u8, .. because];
    }

    private byte[] Encoded<T>(T item, Func<T, byte[]> encode)
        where T : class
    {
        if (!_encoded.TryGetValue(item, out var bytes))
        {
            bytes = encode(item);
            _held += bytes.Length + Entry;
            if (_held > MostHeld)
            {
                _encoded.Clear();
                _held = 0;
            }

            _encoded.Add(item, bytes);
        }

        return bytes;
    }

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonLayout.Line))
        {
            write(json);
        }

        return buffer.ToArray();
    }

    private void Text(ReadOnlySpan<byte> text) => _buffer.Write(text);

    private void Bytes(byte[] bytes) => _buffer.Write(bytes);
}
