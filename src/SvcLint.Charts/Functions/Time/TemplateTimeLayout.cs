using System.Globalization;
using System.Text;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Layouts of Go's package time: the reference moment <c>Mon Jan 2 15:04:05 MST 2006</c> written as a date shall look.</summary>
internal static class TemplateTimeLayout
{
    // Longer ones before those that they start with.
    private static readonly string[] Chunks =
    [
        "January", "Jan", "Monday", "Mon", "MST", "2006", "002", "01", "02", "03", "04", "05", "06", "__2", "_2006", "_2", "15", "1", "2", "3", "4", "5", "PM", "pm",
        "-07:00:00", "-070000", "-07:00", "-0700", "-07", "Z07:00:00", "Z070000", "Z07:00", "Z0700", "Z07",
    ];

    private static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private static readonly string[] Weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    public static string Format(string layout, TemplateTime time)
    {
        var text = new StringBuilder();
        for (var i = 0; i < layout.Length;)
        {
            var chunk = ChunkAt(layout, i);
            if (chunk.Length == 0)
            {
                text.Append(layout[i++]);
                continue;
            }

            if (chunk == "_2006")
            {
                text.Append('_').Append(Number(time.Year, 4));
            }
            else
            {
                text.Append(Write(chunk, time));
            }

            i += chunk.Length;
        }

        return text.ToString();
    }

    private static string Write(string chunk, TemplateTime time)
    {
        var hour = time.Hour % 12 == 0 ? 12 : time.Hour % 12;
        return chunk switch
        {
            "January" => Months[time.Month - 1],
            "Jan" => Months[time.Month - 1].Substring(0, 3),
            "Monday" => Weekdays[time.Weekday],
            "Mon" => Weekdays[time.Weekday].Substring(0, 3),
            "MST" => time.Zone.Length > 0 ? time.Zone : Offset(time.Offset, time.Offset % 3600 == 0 ? "-07" : "-0700"),
            "2006" => Number(time.Year, 4),
            "06" => Number(time.Year % 100, 2),
            "002" => Number(time.YearDay, 3),
            "__2" => Number(time.YearDay, 1).PadLeft(3),
            "01" => Number(time.Month, 2),
            "1" => Number(time.Month, 1),
            "02" => Number(time.Day, 2),
            "2" => Number(time.Day, 1),
            "_2" => Number(time.Day, 1).PadLeft(2),
            "15" => Number(time.Hour, 2),
            "03" => Number(hour, 2),
            "3" => Number(hour, 1),
            "04" => Number(time.Minute, 2),
            "4" => Number(time.Minute, 1),
            "05" => Number(time.Second, 2),
            "5" => Number(time.Second, 1),
            "PM" => time.Hour >= 12 ? "PM" : "AM",
            "pm" => time.Hour >= 12 ? "pm" : "am",
            _ when chunk[0] is '.' or ',' => Fraction(chunk, time.Nanoseconds),
            _ when chunk[0] == 'Z' => time.Offset == 0 ? "Z" : Offset(time.Offset, "-" + chunk.Substring(1)),
            _ => Offset(time.Offset, chunk),
        };
    }

    /// <summary><c>time.Parse</c>: the date, or its error.</summary>
    public static bool TryParse(string layout, string value, out TemplateTime time, out string error)
    {
        var reader = new TimeReader(layout, value);
        time = TemplateTime.Zero;
        error = reader.Read() ?? "";
        if (error.Length > 0)
        {
            return false;
        }

        time = reader.Time;
        return true;
    }

    internal static string ChunkAt(string layout, int at)
    {
        var c = layout[at];
        if (c is '.' or ',' && at + 1 < layout.Length && layout[at + 1] is '0' or '9')
        {
            var digit = layout[at + 1];
            var end = at + 1;
            while (end < layout.Length && layout[end] == digit)
            {
                end++;
            }

            if (end >= layout.Length || layout[end] is < '0' or > '9')
            {
                return layout.Substring(at, end - at);
            }
        }

        foreach (var chunk in Chunks)
        {
            if (string.CompareOrdinal(layout, at, chunk, 0, chunk.Length) == 0)
            {
                // "Jan" within a word such as "Janet" is no month; of Go's names only the short one asks.
                var next = at + chunk.Length;
                return chunk is "Jan" or "Mon" && next < layout.Length && char.IsLower(layout[next]) ? "" : chunk;
            }
        }

        return "";
    }

    private static string Number(long value, int width) =>
        value < 0 ? "-" + Number(-value, width) : value.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');

    private static string Fraction(string chunk, int nanoseconds)
    {
        var digits = nanoseconds.ToString("000000000", CultureInfo.InvariantCulture);
        digits = chunk.Length - 1 <= 9 ? digits.Substring(0, chunk.Length - 1) : digits;
        digits = chunk[1] == '9' ? digits.TrimEnd('0') : digits;
        return digits.Length == 0 ? "" : chunk.Substring(0, 1) + digits;
    }

    private static string Offset(int seconds, string layout)
    {
        var sign = seconds < 0 ? "-" : "+";
        seconds = Math.Abs(seconds);
        var colon = layout.Contains(':') ? ":" : "";
        var text = sign + Number(seconds / 3600, 2);
        text += layout.Length > 3 ? colon + Number(seconds / 60 % 60, 2) : "";
        return layout.Length > 6 ? text + colon + Number(seconds % 60, 2) : text;
    }

    private sealed class TimeReader(string layout, string value)
    {
        private long _year;
        private int _month = 1;
        private int _day = 1;
        private int _yearDay = -1;
        private int _hour;
        private int _minute;
        private int _second;
        private int _nanoseconds;
        private bool? _afternoon;
        private int? _offset;
        private string _zone = "UTC";
        private bool _outOfRange;
        private readonly string _value = value;
        private string _rest = value;

        public TemplateTime Time
        {
            get
            {
                var time = TemplateTime.Utc(_year, _month, _day, _hour, _minute, _second, _nanoseconds);
                return _offset is { } offset && offset != 0 ? time with { Seconds = time.Seconds - offset, Offset = offset, Zone = _zone == "UTC" ? "" : _zone } : time with { Zone = _zone };
            }
        }

        public string? Read()
        {
            var i = 0;
            while (i < layout.Length)
            {
                var chunk = ChunkAt(layout, i);
                if (chunk.Length == 0)
                {
                    var literal = i++;
                    while (i < layout.Length && ChunkAt(layout, i).Length == 0)
                    {
                        i++;
                    }

                    var prefix = layout.Substring(literal, i - literal);
                    if (!Skip(prefix))
                    {
                        return Fail(prefix);
                    }

                    continue;
                }

                var before = _rest;
                if (!Take(chunk))
                {
                    _rest = before;
                    return _outOfRange ? $"parsing time {Quote(_value)}: {Range(chunk)} out of range" : Fail(chunk);
                }

                i += chunk.Length;
                if (chunk is "05" or "5" && _rest.Length >= 2 && _rest[0] is '.' or ',' && _rest[1] is >= '0' and <= '9' && (i >= layout.Length || ChunkAt(layout, i) is not { Length: > 1 } next || next[0] is not ('.' or ',')))
                {
                    Take(".999999999");
                }
            }

            if (_rest.Length > 0)
            {
                return $"parsing time {Quote(_value)}: extra text: {Quote(_rest)}";
            }

            _hour = _afternoon switch { true when _hour < 12 => _hour + 12, false when _hour == 12 => 0, _ => _hour };
            if (_yearDay > 0)
            {
                for (_month = 1; _month < 12 && _yearDay > TemplateTime.DaysIn(_month, _year); _month++)
                {
                    _yearDay -= TemplateTime.DaysIn(_month, _year);
                }

                _day = _yearDay;
            }

            return _day < 1 || _day > TemplateTime.DaysIn(_month, _year) ? $"parsing time {Quote(_value)}: day out of range" : null;
        }

        private string Fail(string chunk) => $"parsing time {Quote(_value)} as {Quote(layout)}: cannot parse {Quote(_rest)} as {Quote(chunk)}";

        // The package's own notation: control characters and all that is not ASCII byte by byte.
        private static string Quote(string text)
        {
            var quoted = new StringBuilder("\"");
            foreach (var b in GoText.ToBytes(text))
            {
                quoted.Append(b switch
                {
                    (byte)'"' or (byte)'\\' => "\\" + (char)b,
                    < 0x20 or >= 0x80 => "\\x" + b.ToString("x2", CultureInfo.InvariantCulture),
                    _ => ((char)b).ToString(),
                });
            }

            return quoted.Append('"').ToString();
        }

        private static string Range(string chunk) => chunk switch
        {
            "01" or "1" => "month",
            "15" or "3" or "03" => "hour",
            "04" or "4" => "minute",
            "05" or "5" => "second",
            "002" or "__2" => "day-of-year",
            _ => "time zone offset",
        };

        private bool Skip(string prefix)
        {
            foreach (var c in prefix)
            {
                if (c == ' ')
                {
                    if (_rest.Length > 0 && _rest[0] != ' ')
                    {
                        return false;
                    }

                    _rest = _rest.TrimStart(' ');
                    continue;
                }

                if (_rest.Length == 0 || _rest[0] != c)
                {
                    return false;
                }

                _rest = _rest.Substring(1);
            }

            return true;
        }

        private bool Take(string chunk)
        {
            switch (chunk)
            {
                case "2006":
                    return Digits(4, 4, out var year) && Set(out _year, year);
                case "06":
                    return ShortYear(out var shortYear) && Set(out _year, shortYear >= 69 ? 1900 + shortYear : 2000 + shortYear);
                case "January" or "Jan":
                    return Name(Months, chunk.Length == 3, out _month);
                case "Monday" or "Mon":
                    return Name(Weekdays, chunk.Length == 3, out _);
                case "01" or "1":
                    return Digits(chunk.Length, 2, out _month) && InRange(_month is >= 1 and <= 12);
                case "02" or "2" or "_2":
                    _rest = chunk[0] == '_' && _rest.StartsWith(" ", StringComparison.Ordinal) ? _rest.Substring(1) : _rest;
                    return Digits(chunk == "02" ? 2 : 1, 2, out _day);
                case "002" or "__2":
                    _rest = chunk[0] == '_' ? _rest.TrimStart(' ') : _rest;
                    return Digits(chunk[0] == '_' ? 1 : 3, 3, out _yearDay);
                case "15":
                    return Digits(1, 2, out _hour) && InRange(_hour < 24);
                case "03" or "3":
                    return Digits(chunk.Length, 2, out _hour) && InRange(_hour <= 12);
                case "04" or "4":
                    return Digits(chunk.Length, 2, out _minute) && InRange(_minute < 60);
                case "05" or "5":
                    return Digits(chunk.Length, 2, out _second) && InRange(_second < 60);
                case "PM" or "pm":
                    if (_rest.Length < 2 || _rest.Substring(0, 2) is not ("PM" or "AM" or "pm" or "am") || char.IsUpper(_rest[0]) != (chunk == "PM"))
                    {
                        return false;
                    }

                    _afternoon = _rest[0] is 'P' or 'p';
                    _rest = _rest.Substring(2);
                    return true;
                case "MST":
                    return ZoneName();
                default:
                    return chunk[0] is '.' or ',' ? Fraction(chunk) : ZoneOffset(chunk);
            }
        }

        private static bool Set(out long target, long number)
        {
            target = number;
            return true;
        }

        private bool InRange(bool holds)
        {
            _outOfRange = !holds;
            return holds;
        }

        private bool Digits(int least, int most, out int number)
        {
            number = 0;
            var count = 0;
            while (count < most && count < _rest.Length && _rest[count] is >= '0' and <= '9')
            {
                number = (number * 10) + _rest[count++] - '0';
            }

            if (count < least)
            {
                return false;
            }

            _rest = _rest.Substring(count);
            return true;
        }

        // Two characters that make a number, whose first one may be a sign.
        private bool ShortYear(out int year)
        {
            year = 0;
            if (_rest.Length < 2 || !int.TryParse(_rest.Substring(0, 2), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out year))
            {
                return false;
            }

            _rest = _rest.Substring(2);
            return true;
        }

        private bool Name(string[] names, bool isShort, out int index)
        {
            for (index = 1; index <= names.Length; index++)
            {
                var name = isShort ? names[index - 1].Substring(0, 3) : names[index - 1];
                if (_rest.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                {
                    _rest = _rest.Substring(name.Length);
                    return true;
                }
            }

            index = 1;
            return false;
        }

        private bool Fraction(string chunk)
        {
            if (_rest.Length == 0 || _rest[0] is not ('.' or ','))
            {
                // Trailing nines may be missing altogether.
                return chunk[1] == '9';
            }

            var count = 1;
            while (count < _rest.Length && _rest[count] is >= '0' and <= '9')
            {
                count++;
            }

            if ((chunk[1] == '0' && count != chunk.Length) || count == 1)
            {
                return chunk[1] == '9';
            }

            var digits = _rest.Substring(1, Math.Min(9, count - 1));
            _nanoseconds = int.Parse(digits.PadRight(9, '0'), NumberStyles.None, CultureInfo.InvariantCulture);
            _rest = _rest.Substring(count);
            return true;
        }

        private bool ZoneName()
        {
            var length = 0;
            while (length < _rest.Length && length < 6 && _rest[length] is >= 'A' and <= 'Z')
            {
                length++;
            }

            if (length is < 3 or > 5)
            {
                return false;
            }

            _zone = _rest.Substring(0, length);
            _rest = _rest.Substring(length);
            return true;
        }

        private bool ZoneOffset(string chunk)
        {
            if (chunk[0] == 'Z' && _rest.StartsWith("Z", StringComparison.Ordinal))
            {
                _rest = _rest.Substring(1);
                _offset = 0;
                return true;
            }

            if (_rest.Length < chunk.Length || _rest[0] is not ('+' or '-'))
            {
                return false;
            }

            var text = _rest.Substring(0, chunk.Length);
            var digits = text.Substring(1).Replace(":", "");
            for (var i = 0; i < chunk.Length; i++)
            {
                if ((chunk[i] == ':') != (text[i] == ':') || (i > 0 && text[i] != ':' && text[i] is < '0' or > '9'))
                {
                    return false;
                }
            }

            digits = digits.PadRight(6, '0');
            var hours = int.Parse(digits.Substring(0, 2), NumberStyles.None, CultureInfo.InvariantCulture);
            var minutes = int.Parse(digits.Substring(2, 2), NumberStyles.None, CultureInfo.InvariantCulture);
            var seconds = int.Parse(digits.Substring(4, 2), NumberStyles.None, CultureInfo.InvariantCulture);
            if (!InRange(hours <= 24 && minutes < 60 && seconds < 60))
            {
                return false;
            }

            _offset = ((hours * 3600) + (minutes * 60) + seconds) * (text[0] == '-' ? -1 : 1);
            _rest = _rest.Substring(chunk.Length);
            return true;
        }
    }
}
