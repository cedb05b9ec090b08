// Words that a recording may show: those of the package's own tables, and ordinary words of error messages.
import { ACTION_NAMES } from "../../generated/action-names.ts";
import { REMEDIES } from "../../generated/remedies.ts";
import { ACCESS_DENIED_NAMES, FIELD_NAMES } from "../../generated/reply-names.ts";
import { SERVICE_ERRORS } from "../../generated/service-errors.ts";

/** Words of messages, members and states that are in no table. */
const ORDINARY = `
a an the i it its this that these those there here which who what when where whether why how you your we our they their he
is are was were be been being am isn has have had hasn do does did done don doesn didn can cannot could may might must should shall
will would won t s not no nor none neither either never ever only also too just already yet still again once twice
and or but if else then than so because as at by for from in into of off on onto out over under to up down with without within
between before after during until till since while about above below against per via through upon near
all any both each every few many more most much other others another some such same own several one two three four five six seven eight
nine ten first second third last next previous new old current former following
able accept accepted access accessed account accounts active actual add added address agree algorithm allow allowed allows alphanumeric
amount answer api application apply applied argument arguments array assume attached attempt attempts authenticate authenticated
authentication authorization authorize authorized auto available back bad balance based basic begin beyond bind blank blocked body boolean
bound bucket busy bytes calculated calculation call called calls cancel cancelled canonical case change changed channel character
characters charge check checked choose client clock close closed code codes column command compatible complete completed concurrent
condition conditions config configuration configure configured conflict conflicts conform connect connection console contact contain
contained contains content control correct count create created creating creation credential credentials crossed daily data database date
day days debug decode default define defined delay delete deleted deleting denied deny depend deprecated describe description detail
details diagnose diagnostic different digest digits disable disabled discontinued display document domain double duplicate duplicated
duration edition effect empty enable enabled encode encoded encoding encrypted end ended endpoint engine enough ensure entry environment
equal error errors exact exceed exceeded exceeds except exception execute executed execution exist existed existing exists expect
expected expiration expire expired expires explicit express external fail failed failing fails failure false fault feature field fields file
files filter find finish finished flow forbidden force form format found frequency frequent frequently full function gateway general
generate generated get give given global granted group guide handle hash have header headers help high host hour hours http https
id ids identical identifier identity idle ignore ignored illegal implicit inactive include included includes incomplete incorrect
index info information init initialize initializing input instance insufficient integer interface internal interval invalid invoke
invoked item items job join json key keys kind known lack large later layout left length less level like likely limit limited limits line
link list live load loaded local lock locked log login long longer lost low main make making malformed management mandatory manual match
matched matches matching maximum mean means media member members memory message messages method methods minimum minute minutes mismatch
missing mixed mode model modified modify module moment monitor month monthly moved mp multiple my name named names negative network node
nodes nonce normal note notfound nothing notify null number numbers object occupied occurred offline ok online open operate operated
operating operation operations operator option optional options order organization origin original output overdue overload
owned owner ownership package page pair param parameter parameters params parent parse part partial particular parties pass passed
password path pattern pause paused pay paying payment pending perform permission permissions permitted phase place please plan point
policies policy pool port position positive possible post prefix present principal private problem process processed processing product
progress prohibited project properly property protocol provide provided provider public publish pull purchase push put q query queue
quota range rate rates reach reached read ready reason receive received recommend record recorded recording recover recovering
redirect refer refresh refuse refused region regions register registered reject rejected related release remain remote remove removed
repeat repeated replay reply report request requested requester requests require required requires reset resource resources response
rest restart restricted result results resume retry return returned right role room root rtmp rtmps rule run running runs sample scheme scope
search seconds secret section security see seems select send sender sends sent separate server service services session set
setting settings sha short sign signature signatures signed signing simple single site size skew sleep slow small source space special
specific specification specified specify standard standards start started starting starts state states status step stop stopped
stopping stops storage store stream streams string strings style sub subscribe subscription succeed succeeded success successful
successfully suffix supply support supported supports suspended switch syntax system table tag task tasks template temporarily temporary
terminated test text throttled throttling time timed timeout times timestamp title today token total traffic transaction trial
troubleshoot true try type types unable unauthorized unavailable unexpected unfinished unique unit unknown unmatched unsupported update
updated updating upgrade upload url urls usage use used user username users uses using utc utf valid validate validation value values
verification verify version view violate violated virtual wait waiting warning way week well word work working worked write wrong xml year zone
`;

/** Words of regions. */
const PLACES = `
cn ap eu us me na rus shanghai beijing hangzhou shenzhen qingdao zhangjiakou huhehaote wulanchabu heyuan guangzhou chengdu nanjing fuzhou wuhan
hongkong north northeast south southeast east west central finance pop oxs
`;

const wordsIn = (text: string): readonly string[] => text.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? [];

const lower = (texts: Iterable<string>): ReadonlySet<string> => new Set([...texts].map((text) => text.toLowerCase()));

let known: ReadonlySet<string> | undefined;

/** Made at the first use: no other command needs it. */
function knownWords(): ReadonlySet<string> {
  known ??= lower(
    [
      ...Object.entries(ACTION_NAMES).flat(),
      ...Object.entries(SERVICE_ERRORS).flatMap(([code, { message }]) => [code, message]),
      ...Object.values(REMEDIES),
      ...FIELD_NAMES.flat(),
      ...ACCESS_DENIED_NAMES.flat(),
      ORDINARY,
    ].flatMap(wordsIn),
  );
  return known;
}

/** Whether a text of letters and digits is made of known words and numbers of at most two digits: `Mp4FileList`. */
export function isOfKnownWords(text: string): boolean {
  if (/^[a-z]+$|^[A-Z]+$/.test(text)) return knownWords().has(text.toLowerCase());
  const words = text.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g) ?? [];
  // A letter alone may be a part of anything.
  return words.every((word) =>
    /\d/.test(word) ? word.length < 3 : word.length > 1 && knownWords().has(word.toLowerCase()),
  );
}

const REGION_WORDS = lower(wordsIn(PLACES));

/** Whether the text has the form of a region of the vendor: `ap-southeast-1`. */
export const isRegion = (text: string): boolean =>
  /^[a-z]+(?:-[a-z]+){1,3}(?:-\d)?$/.test(text) && wordsIn(text).every((word) => REGION_WORDS.has(word));

const TEXTS: ReadonlySet<string> = new Set([
  ...Object.values(SERVICE_ERRORS).map(({ message }) => message),
  ...["RUNNING", "STOPPING", "STOPPED"],
]);

/** Whether the text is a message, a state, a code or an action of the service. */
export const isInTables = (text: string): boolean =>
  TEXTS.has(text) || Object.hasOwn(SERVICE_ERRORS, text) || Object.hasOwn(ACTION_NAMES, text);
