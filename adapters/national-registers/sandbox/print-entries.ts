import type {
  WorldLayoutDesign,
  WorldPlantVariety,
  WorldSoftwareCopyright,
  WorldWork,
} from "#adapters/runtime/sandbox/world/right-types.ts";
import type { NameOf, Shelved } from "./shelves.ts";
import { joinOwners, orNothing, snowflake, spellDay, spellNothing, wideHyphens } from "./spelling.ts";

/** In one line of thirty somebody typed the certificate's serial where the registration's belongs. */
export function printSoftware(software: WorldSoftwareCopyright, index: number, nameOf: NameOf): Shelved {
  const owners = [software.owner, ...software.coOwners];
  return shelved(software.registrationNumber, software.registrationDate, software, owners, nameOf, {
    Id: snowflake(4, index),
    RegisterNo: index % 30 === 7 ? software.certificateNumber : software.registrationNumber,
    CertificateNo: software.certificateNumber,
    Name: software.name,
    ShortName: orNothing(software.shortName, index),
    VersionNo: software.version,
    Category: "30200-0000",
    Owner: joinOwners(owners.map(nameOf), index),
    AreaCode: orNothing(software.region, index),
    FinishDate: spellDay(software.completionDate, index),
    PublishDate: spellDay(software.publicationDate, index + 1),
    RegisterAperDate: spellDay(software.registrationDate, index + 2),
  });
}

export function printWork(work: WorldWork, index: number, nameOf: NameOf): Shelved {
  return shelved(work.registrationNumber, work.registrationDate, work, [work.owner], nameOf, {
    Id: snowflake(5, index),
    RegisterNo: wideHyphens(work.registrationNumber, index),
    Name: work.name,
    Category: work.category,
    Owner: nameOf(work.owner),
    AreaCode: orNothing(work.region, index),
    FinishDate: spellDay(work.completionDate, index),
    PublishDate: spellDay(work.publicationDate, index + 1),
    RegisterDate: spellDay(work.registrationDate, index + 2),
  });
}

export function printLayoutDesign(design: WorldLayoutDesign, index: number, nameOf: NameOf): Shelved {
  return shelved(design.registrationNumber, design.filingDate, design, [design.owner], nameOf, {
    Id: snowflake(6, index),
    RegisterNo: index % 2 === 0 ? design.registrationNumber : design.registrationNumber.replace(".", ""),
    Name: design.name,
    Owner: nameOf(design.owner),
    AreaCode: orNothing(design.region, index),
    AppDate: spellDay(design.filingDate, index),
    NoticeNo: design.announcementNumber,
    NoticeDate: spellDay(design.announcementDate, index + 1),
    FinishDate: spellDay(design.creationDate, index + 2),
    FirstUseDate: spellDay(design.exploitationDate, index + 3),
  });
}

export function printVariety(variety: WorldPlantVariety, index: number, nameOf: NameOf): Shelved {
  return shelved(variety.number, variety.filingDate, variety, [variety.owner], nameOf, {
    Id: snowflake(7, index),
    RegisterNo: variety.number,
    Name: variety.name,
    Species: variety.species ?? spellNothing(index),
    Owner: nameOf(variety.owner),
    AreaCode: orNothing(variety.region, index),
    AppDate: spellDay(variety.filingDate, index),
    NoticeDate: spellDay(variety.announcementDate, index + 1),
    GrantDate: spellDay(variety.grantDate, index + 2),
  });
}

function shelved(
  ...[number, date, { name, region }, owners, nameOf, row]: [
    number: string,
    date: string,
    right: Pick<Shelved, "name" | "region">,
    owners: readonly string[],
    nameOf: NameOf,
    row: object,
  ]
): Shelved {
  return { number, name, owners: [...owners, ...owners.map(nameOf)], region, date, row, entries: [row] };
}
