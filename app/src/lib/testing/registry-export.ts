const HEADER =
  "Issuance Date,Sustainable Development Goals,Vintage Start,Vintage End,ID,Name,Country/Area,Project Type,Methodology," +
  "Total Vintage Quantity,Quantity Issued,Serial Number,Additional Certifications,Retirement/Cancellation Date," +
  "Retirement Beneficiary,Retirement Reason,Retirement Details";

const SERIAL_TAIL = "VCS-VCU-263-VER-KE-7-1340-01012021-30112021-1";

/** A row of a Verra export: serials `first` to `last`, retired on `retiredOn` where that is given. */
export function anExportRow(first: number, last: number, retiredOn = ""): string {
  const quantity = last - first + 1;
  return (
    "2022-10-17,,2021-01-01,2021-11-30,1340,Forest of the test,Kenya,Transport,VM0007," +
    `${quantity},${quantity},13861-${first}-${last}-${SERIAL_TAIL},,${retiredOn},,,`
  );
}

/** A Verra export of the given rows. */
export function anExport(...rows: string[]): string {
  return [HEADER, ...rows].join("\n");
}
