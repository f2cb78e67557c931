// A small county for unit tests: what the server would answer, as plain data. Never part of the product.
import type {
  Allocation,
  AllocationMoney,
  Claim,
  FundDocument,
  KeyVillage,
  Overview,
  Payment,
  Project,
  ProjectLot,
  ProjectMoney,
  Receipt,
  Region,
  Session,
  Trace,
} from '@/lib/api/types';

const fen = (yuan: number) => String(yuan * 100);

export const session: Session = {
  user: {
    id: 'u1',
    username: 'leader',
    displayName: '王县长',
    organizationId: 'o1',
    organizationName: '县政府',
    regionCode: '340828000000',
    regionName: '岳西县',
    roles: ['ROLE_LEADER'],
    phone: '',
    disabled: false,
    createTime: '2026-01-01T00:00:00Z',
    etag: '1',
    mustChangePassword: false,
  },
  token: '',
  csrfToken: 'csrf-1',
  expireTime: '2026-12-31T00:00:00Z',
  demo: true,
};

const county: Region = {
  id: 'r0',
  code: '340828000000',
  name: '岳西县',
  shortName: '岳西县',
  level: 'REGION_LEVEL_COUNTY',
  parentCode: '',
  parentName: '',
  active: true,
  villagersCommittee: false,
};
const villageNames = [
  '千佛塔村',
  '石咀村',
  '柳畈村',
  '美丽村',
  '青天村',
  '道义村',
  '老鸭村',
  '河图村',
  '明堂村',
  '金杨村',
  '黄羊村',
  '辅导村',
];
const villages: Region[] = villageNames.map((shortName, index) => ({
  id: `r${index + 1}`,
  code: `3408281${String(index).padStart(2, '0')}200`,
  name: shortName.replace('村', '村委会'),
  shortName,
  level: 'REGION_LEVEL_VILLAGE',
  parentCode: '340828101000',
  parentName: index % 2 ? '来榜镇' : '天堂镇',
  active: true,
  villagersCommittee: true,
}));

export const channels = [
  ['D-ROAD', '交通专项资金', 'Road funds', 'CHANNEL_KIND_DEPARTMENT', '交通局'],
  ['F-DEV', '财政扶贫发展资金', 'Fiscal development fund', 'CHANNEL_KIND_FISCAL_POVERTY', ''],
  ['D-WATER', '水利专项资金', 'Water funds', 'CHANNEL_KIND_DEPARTMENT', '水利局'],
  ['F-WORK', '以工代赈资金', 'Work-relief fund', 'CHANNEL_KIND_FISCAL_POVERTY', ''],
  ['S-HELP', '社会帮扶资金', 'Social help', 'CHANNEL_KIND_SOCIAL_HELP', ''],
].map(([code = '', name = '', nameEn = '', kind = '', departmentName = '']) => ({
  code,
  name,
  nameEn,
  kind: kind as 'CHANNEL_KIND_DEPARTMENT',
  departmentId: '',
  departmentName,
}));
const purposes = [
  { code: 'rural-road', name: '通村公路', nameEn: 'Village roads', projectTypeCodes: ['road'] },
  { code: 'water', name: '人畜饮水', nameEn: 'Drinking water', projectTypeCodes: ['water'] },
];
const projectTypes = [
  { code: 'road', name: '道路', nameEn: 'Road', pillar: 'PILLAR_VILLAGE_WORKS', scaleUnit: '公里' },
  { code: 'tea', name: '茶园', nameEn: 'Tea', pillar: 'PILLAR_ENTERPRISE', scaleUnit: '亩' },
];
const issuers = [
  { code: 'YX-JT', name: '岳西县交通局', level: 'ISSUER_LEVEL_COUNTY' },
  { code: 'AQ-CZ', name: '安庆市财政局', level: 'ISSUER_LEVEL_CITY' },
];

/** The demo story of the road, scaled for each document. */
function story(index: number): AllocationMoney {
  const part = (yuan: number) => fen(Math.round((yuan * (index + 1)) / 1));
  return {
    promisedFen: part(600_000),
    receivedFen: part(400_000),
    requestedFen: '0',
    appropriatedFen: part(380_000),
    heldFen: '0',
    paidFen: part(350_000),
    availableFen: part(20_000),
    idleUnappropriatedFen: part(20_000),
    idleAppropriatedFen: part(30_000),
    reducedFen: '0',
  };
}

export function addMoney(list: readonly AllocationMoney[]): AllocationMoney {
  const sum = (field: keyof AllocationMoney) => String(list.reduce((total, each) => total + BigInt(each[field]), 0n));
  return {
    promisedFen: sum('promisedFen'),
    receivedFen: sum('receivedFen'),
    requestedFen: sum('requestedFen'),
    appropriatedFen: sum('appropriatedFen'),
    heldFen: sum('heldFen'),
    paidFen: sum('paidFen'),
    availableFen: sum('availableFen'),
    idleUnappropriatedFen: sum('idleUnappropriatedFen'),
    idleAppropriatedFen: sum('idleAppropriatedFen'),
    reducedFen: sum('reducedFen'),
  };
}

export const allocations: Allocation[] = Array.from({ length: 45 }, (_, index) => {
  const channel = channels[index % channels.length] ?? channels[0];
  const village = villages[index % villages.length];
  return {
    id: `a${index}`,
    fundDocumentId: `d${index}`,
    documentNumber: index === 0 ? '岳交计〔2026〕12号' : `岳财农〔${2025 + (index % 2)}〕${index}号`,
    issuedOn: `2026-0${(index % 9) + 1}-15`,
    lineNumber: 1,
    channelCode: channel?.code ?? '',
    channelName: channel?.name ?? '',
    purposeCode: index % 2 ? 'water' : 'rural-road',
    purposeName: index % 2 ? '人畜饮水' : '通村公路',
    fiscalYear: 2025 + ((index + 1) % 2),
    regionCode: index % 3 ? '' : (village?.code ?? ''),
    regionName: index % 3 ? '' : (village?.shortName ?? ''),
    projectId: '',
    departmentName: channel?.departmentName ?? '',
    money: story(index),
    changedBy: [],
  };
});

const documents: FundDocument[] = allocations.map((allocation, index) => ({
  id: allocation.fundDocumentId,
  issuerCode: 'YX-JT',
  issuerName: '岳西县交通局',
  number: allocation.documentNumber,
  title: '关于下达通村公路建设补助资金的通知',
  issuedOn: allocation.issuedOn,
  lines: [
    {
      lineNumber: 1,
      channelCode: allocation.channelCode,
      purposeCode: allocation.purposeCode,
      fiscalYear: allocation.fiscalYear,
      amountFen: allocation.money.promisedFen,
      regionCode: allocation.regionCode,
      projectId: '',
      allocationId: allocation.id,
      money: allocation.money,
      changes: { allocationId: '', issuerCode: '', documentNumber: '', lineNumber: 0 },
      changedBy: [],
    },
  ],
  kind: 'DOCUMENT_KIND_ALLOCATION',
  takenOffFen: '0',
  refersToId: '',
  sources: index % 2 ? ['DOCUMENT_SOURCE_TYPED'] : ['DOCUMENT_SOURCE_PUSHED', 'DOCUMENT_SOURCE_TYPED'],
  money: allocation.money,
  createTime: '2026-03-05T02:30:00Z',
  etag: '1',
}));

const states = [
  'PROJECT_STATE_ACCEPTED',
  'PROJECT_STATE_UNDERWAY',
  'PROJECT_STATE_APPROVED',
  'PROJECT_STATE_COMPLETED',
  'PROJECT_STATE_LISTED',
] as const;
const projectMoney = (index: number): ProjectMoney => ({
  requestedFen: '0',
  appropriatedFen: fen(380_000 * (index + 1)),
  acceptedFen: fen(350_000 * (index + 1)),
  heldFen: '0',
  paidFen: fen(350_000 * (index + 1)),
  advanceFen: '0',
  idleFen: '0',
});
export const projects: Project[] = Array.from({ length: 30 }, (_, index) => {
  const village = villages[index % villages.length];
  return {
    id: `p${index}`,
    number: `XM2026-${String(index + 1).padStart(5, '0')}`,
    name: `${village?.shortName}通村公路`,
    regionCode: village?.code ?? '',
    villageName: village?.shortName ?? '',
    townshipName: village?.parentName ?? '',
    typeCode: 'road',
    pillar: 'PILLAR_VILLAGE_WORKS',
    benefit: 'BENEFIT_VILLAGE',
    plannedQuantityMilli: '3500',
    scaleUnit: '公里',
    unitId: 'o2',
    unitName: '岳西县路桥公司',
    departmentId: 'o3',
    departmentName: '交通局',
    budgetFen: fen(400_000 * (index + 1)),
    selfRaisedFen: fen(20_000),
    labourDays: 320,
    startDate: '2026-03-01',
    endDate: '2026-10-31',
    objective: '解决 120 户出行',
    beneficiaryHouseholds: 120,
    state: states[index % states.length] ?? 'PROJECT_STATE_LISTED',
    money: projectMoney(index),
    createTime: '2026-02-01T02:30:00Z',
    updateTime: '2026-02-01T02:30:00Z',
    etag: '1',
    allowedActions: [],
    listerName: '',
    approverName: '',
    termsVersion: 1,
    progressPercent: 0,
    lastReportedOn: '',
    cancelReason: '',
    history: [],
  };
});
const addProjectMoney = (list: readonly ProjectMoney[]): ProjectMoney => {
  const sum = (field: keyof ProjectMoney) => String(list.reduce((total, each) => total + BigInt(each[field]), 0n));
  return {
    requestedFen: sum('requestedFen'),
    appropriatedFen: sum('appropriatedFen'),
    acceptedFen: sum('acceptedFen'),
    heldFen: sum('heldFen'),
    paidFen: sum('paidFen'),
    advanceFen: sum('advanceFen'),
    idleFen: sum('idleFen'),
  };
};

const keyVillages: KeyVillage[] = villages.map((village, index) => {
  const own = projects.filter((project) => project.regionCode === village.code);
  return {
    id: `k${index}`,
    regionCode: village.code,
    villageName: village.shortName,
    townshipName: village.parentName,
    batchYear: 2026,
    acceptanceDeadline: index < 2 ? '2026-11-10' : '2026-12-31',
    daysLeft: index === 0 ? -15 : index === 1 ? 0 : 36,
    projectCount: own.length,
    acceptedProjectCount: own.filter((project) => project.state === 'PROJECT_STATE_ACCEPTED').length,
    etag: '1',
    allowedActions: ['edit'],
  };
});

const receipts: Receipt[] = allocations.map((allocation, index) => ({
  id: `e${index}`,
  allocationId: allocation.id,
  documentNumber: allocation.documentNumber,
  amountFen: allocation.money.receivedFen,
  bankReference: `NX20260318${String(index).padStart(4, '0')}`,
  receivedOn: '2026-03-18',
  state: 'RECEIPT_STATE_RECORDED',
  createTime: '2026-03-18T02:30:00Z',
  etag: '1',
  channelCode: '',
  lineNumber: 1,
  allowedActions: [],
}));

const claims: Claim[] = [
  { number: 'BZ2026-00001', kind: 'CLAIM_KIND_ADVANCE' as const, amountFen: fen(152_000), setOffFen: '0' },
  { number: 'BZ2026-00002', kind: 'CLAIM_KIND_FINAL' as const, amountFen: fen(198_000), setOffFen: fen(152_000) },
].map((each, index) => ({
  ...each,
  id: `c${index}`,
  projectId: 'p0',
  projectNumber: 'XM2026-00001',
  projectName: '千佛塔村通村公路',
  projectTermsVersion: 1,
  claimedOn: '2026-05-20',
  acceptanceId: index ? 'x1' : '',
  payeeName: '岳西县路桥公司',
  payeeAccount: '6228********1234',
  payeeAccountClaimId: '',
  lines: [
    {
      allocationId: 'a0',
      amountFen: each.amountFen,
      setOffFen: each.setOffFen,
      documentNumber: '岳交计〔2026〕12号',
      channelCode: 'D-ROAD',
      retentionFen: '0',
    },
  ],
  advanceCapBp: 4000,
  retentionFen: '0',
  retentionBp: 0,
  retentionCapBp: 0,
  retentionDueOn: '',
  retentionOfId: '',
  retentionOfNumber: '',
  state: 'CLAIM_STATE_PAID',
  history: [
    {
      action: 'CLAIM_ACTION_SUBMIT',
      actorName: '李工',
      organizationName: '岳西县路桥公司',
      time: '2026-05-20T02:30:00Z',
      comment: '',
    },
    {
      action: 'CLAIM_ACTION_PASS_DEPARTMENT',
      actorName: '',
      organizationName: '',
      time: '2026-05-21T02:30:00Z',
      comment: '',
    },
  ],
  remark: '',
  paymentId: `y${index}`,
  createTime: '2026-05-20T02:30:00Z',
  etag: '1',
  villageName: '',
  allowedActions: [],
}));

const payments: Payment[] = claims.map((claim, index) => ({
  id: `y${index}`,
  number: `ZF2026-0000${index + 1}`,
  claimId: claim.id,
  claimNumber: claim.number,
  projectId: claim.projectId,
  projectName: claim.projectName,
  payeeName: claim.payeeName,
  payeeAccount: claim.payeeAccount,
  amountFen: claim.amountFen,
  bankReference: `NH2026060${index}`,
  paidOn: '2026-06-01',
  state: 'PAYMENT_STATE_PAID',
  claimEtag: '1',
  createTime: '2026-06-01T02:30:00Z',
  etag: '1',
  allowedActions: [],
}));

const lots: ProjectLot[] = [
  {
    allocationId: 'a0',
    projectId: 'p0',
    projectNumber: 'XM2026-00001',
    projectName: '千佛塔村通村公路',
    fundDocumentId: 'd0',
    documentNumber: '岳交计〔2026〕12号',
    lineNumber: 1,
    channelCode: 'D-ROAD',
    channelName: '交通专项资金',
    purposeCode: 'rural-road',
    fiscalYear: 2026,
    appropriatedFen: fen(380_000),
    acceptedFen: fen(350_000),
    heldFen: '0',
    paidFen: fen(350_000),
    availableFen: fen(30_000),
    advanceFen: '0',
    advanceCapFen: fen(152_000),
    retainedFen: '0',
    retentionBp: 0,
    defectiveFen: '0',
  },
];

const node = (
  key: string,
  kind: Trace['nodes'][number]['kind'],
  id: string,
  label: string,
  yuan: number,
  date = '',
  state = '',
) => ({ key, kind, id, number: label, label, date, amountFen: fen(yuan), state });
export const trace: Trace = {
  nodes: [
    node('d', 'TRACE_NODE_KIND_DOCUMENT', 'd0', '岳交计〔2026〕12号', 600_000, '2026-01-15'),
    node('a', 'TRACE_NODE_KIND_ALLOCATION', 'a0', '岳交计〔2026〕12号 第1行', 600_000),
    node('e1', 'TRACE_NODE_KIND_RECEIPT', 'e0', 'NX202603180000', 250_000, '2026-03-18', 'RECEIPT_STATE_RECORDED'),
    node('e2', 'TRACE_NODE_KIND_RECEIPT', 'e1', 'NX202604020001', 150_000, '2026-04-02', 'RECEIPT_STATE_RECORDED'),
    node('l', 'TRACE_NODE_KIND_PROJECT_LOT', 'p0', '千佛塔村通村公路', 380_000),
    node('c1', 'TRACE_NODE_KIND_CLAIM', 'c0', 'BZ2026-00001', 152_000, '2026-05-20', 'CLAIM_STATE_PAID'),
    node('c2', 'TRACE_NODE_KIND_CLAIM', 'c1', 'BZ2026-00002', 198_000, '2026-09-20', 'CLAIM_STATE_PAID'),
    node('y1', 'TRACE_NODE_KIND_PAYMENT', 'y0', 'ZF2026-00001', 152_000, '2026-06-01', 'PAYMENT_STATE_PAID'),
    node('y2', 'TRACE_NODE_KIND_PAYMENT', 'y1', 'ZF2026-00002', 198_000, '2026-10-01', 'PAYMENT_STATE_PAID'),
    node('z', 'TRACE_NODE_KIND_PAYEE', '', '岳西县路桥公司', 350_000),
  ],
  links: [
    { from: 'd', to: 'a', amountFen: fen(600_000) },
    { from: 'a', to: 'e1', amountFen: fen(250_000) },
    { from: 'a', to: 'e2', amountFen: fen(150_000) },
    { from: 'a', to: 'l', amountFen: fen(380_000) },
    { from: 'l', to: 'c1', amountFen: fen(152_000) },
    { from: 'l', to: 'c2', amountFen: fen(198_000) },
    { from: 'c1', to: 'y1', amountFen: fen(152_000) },
    { from: 'c2', to: 'y2', amountFen: fen(198_000) },
    { from: 'y1', to: 'z', amountFen: fen(152_000) },
    { from: 'y2', to: 'z', amountFen: fen(198_000) },
  ],
};

function overview(fiscalYear: number): Overview {
  const own = allocations.filter((each) => fiscalYear === 0 || each.fiscalYear === fiscalYear);
  return {
    asOf: '2026-11-25T01:30:00Z',
    fiscalYear,
    fiscalYears: [2026, 2025],
    totals: addMoney(own.map((each) => each.money)),
    channels: channels.map((channel) => ({
      channelCode: channel.code,
      channelName: channel.name,
      channelNameEn: channel.nameEn,
      kind: channel.kind,
      money: addMoney(own.filter((each) => each.channelCode === channel.code).map((each) => each.money)),
    })),
    villages: villages.map((village) => {
      const there = projects.filter((project) => project.regionCode === village.code);
      return {
        regionCode: village.code,
        villageName: village.shortName,
        townshipName: village.parentName,
        money: addProjectMoney(there.map((project) => project.money)),
        projectCount: there.length,
        keyVillage: true,
      };
    }),
    projectStates: states.map((state) => {
      const there = projects.filter((project) => project.state === state);
      return {
        state,
        count: there.length,
        budgetFen: String(there.reduce((sum, project) => sum + BigInt(project.budgetFen), 0n)),
      };
    }),
    keyVillages,
    allocationsVisible: true,
  };
}

export interface FakeAnswer {
  status: number;
  body: unknown;
}

export const failure = (status: number, reason: string, zh: string, en: string): FakeAnswer => ({
  status,
  body: {
    code: 2,
    message: en,
    details: [
      { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'zhengcun', metadata: {} },
      { '@type': 'type.googleapis.com/google.rpc.LocalizedMessage', locale: 'zh-CN', message: zh },
      { '@type': 'type.googleapis.com/google.rpc.LocalizedMessage', locale: 'en', message: en },
    ],
  },
});

/** Bad input: what is wrong, field by field. */
export const badFields = (fields: Record<string, string>): FakeAnswer => {
  const { status, body } = failure(400, 'INVALID_ARGUMENT', '提交的内容不对', 'Something is wrong');
  const told = body as { details: object[] };
  return {
    status,
    body: {
      ...told,
      details: [
        ...told.details,
        {
          '@type': 'type.googleapis.com/google.rpc.BadRequest',
          fieldViolations: Object.entries(fields).map(([field, message]) => ({ field, localizedMessage: { message } })),
        },
      ],
    },
  };
};

const notFound = failure(404, 'NOT_FOUND', '没有找到这条记录', 'Not found');

function paged<T>(rows: T[], query: URLSearchParams) {
  const size = Number(query.get('pageSize') ?? 50);
  const start = Number(query.get('pageToken') ?? 0);
  return {
    rows: rows.slice(start, start + size),
    nextPageToken: start + size < rows.length ? String(start + size) : '',
    totalSize: rows.length,
  };
}

/** What the server would answer; signed in unless told otherwise. */
export function answer(method: string, address: URL, signedIn = true): FakeAnswer {
  const query = address.searchParams;
  const ok = (body: unknown): FakeAnswer => ({ status: 200, body });
  const one = <T extends { id: string }>(rows: T[], id: string) => {
    const found = rows.find((row) => row.id === id);
    return found ? ok(found) : notFound;
  };
  if (method === 'POST' && address.pathname === '/v1/sessions') return ok(session);
  if (method === 'DELETE') return ok({});
  if (!signedIn) return failure(401, 'UNAUTHENTICATED', '请先登录', 'Please log in');

  const [, , resource = '', id] = address.pathname.split('/');
  switch (resource) {
    case 'sessions':
      return ok(session);
    case 'reports':
      return ok(overview(Number(query.get('fiscalYear') ?? 0)));
    case 'pageSettings':
      return ok({ pageSettings: [] });
    case 'inboxItems':
      return ok({ inboxItems: [], nextPageToken: '', totalSize: 0, kinds: [] });
    case 'channels':
      return ok({ channels });
    case 'purposes':
      return ok({ purposes });
    case 'issuers':
      return ok({ issuers });
    case 'projectTypes':
      return ok({ projectTypes });
    case 'regions':
      if (id) return ok([county, ...villages].find((region) => region.code === id));
      return ok({
        regions:
          query.get('level') === 'REGION_LEVEL_COUNTY'
            ? [county]
            : villages.filter((v) => v.name.includes(query.get('query') ?? '')),
        nextPageToken: '',
      });
    case 'allocations': {
      if (id) return one(allocations, id);
      const rows = allocations.filter(
        (each) =>
          (!query.get('channelCode') || each.channelCode === query.get('channelCode')) &&
          (!query.get('fiscalYear') || String(each.fiscalYear) === query.get('fiscalYear')) &&
          (!query.get('purposeCode') || each.purposeCode === query.get('purposeCode')),
      );
      const { rows: page, ...rest } = paged(rows, query);
      return ok({ allocations: page, ...rest, totals: addMoney(rows.map((each) => each.money)) });
    }
    case 'fundDocuments': {
      if (id) return one(documents, id);
      const { rows, ...rest } = paged(
        documents.filter((each) => each.number.includes(query.get('query') ?? '')),
        query,
      );
      return ok({ fundDocuments: rows, ...rest });
    }
    case 'projects': {
      if (id) return one(projects, id);
      const found = projects.filter(
        (each) =>
          (!query.get('regionCode') || each.regionCode === query.get('regionCode')) &&
          (!query.get('state') || each.state === query.get('state')) &&
          each.name.includes(query.get('query') ?? ''),
      );
      const { rows, ...rest } = paged(found, query);
      return ok({ projects: rows, ...rest, totals: addProjectMoney(found.map((each) => each.money)) });
    }
    case 'keyVillages': {
      if (id) return one(keyVillages, id);
      const { rows, ...rest } = paged(keyVillages, query);
      return ok({ keyVillages: rows, ...rest });
    }
    case 'receipts': {
      if (id) return one(receipts, id);
      const { rows, ...rest } = paged(receipts, query);
      return ok({ receipts: rows, ...rest });
    }
    case 'claims': {
      if (id) return one(claims, id);
      const { rows, ...rest } = paged(claims, query);
      return ok({ claims: rows, ...rest });
    }
    case 'payments': {
      if (id) return one(payments, id);
      const { rows, ...rest } = paged(payments, query);
      return ok({ payments: rows, ...rest });
    }
    case 'projectLots':
      return ok({ projectLots: lots, nextPageToken: '' });
    case 'funds:trace':
      return query.get('documentNumber') === '没有' ? notFound : ok(trace);
    default:
      return notFound;
  }
}
