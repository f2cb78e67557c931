package people

import "zhengcun/internal/kernel/fault"

type text = fault.Bilingual

// Reasons of this room.
var (
	ReasonRegionUnknown = fault.Define("REGION_UNKNOWN", fault.Invalid,
		text{ZH: "本县没有代码为 {code} 的区划", EN: "The county has no region with the code {code}"},
		text{ZH: "请从 /v1/regions 选用代码", EN: "Use a code from /v1/regions"})
	ReasonRegionNotInForce = fault.Define("REGION_NOT_IN_FORCE", fault.Invalid,
		text{ZH: "区划 {name}（{code}）已于 {until} 停用", EN: "The region {name} ({code}) has not been in force since {until}"},
		text{ZH: "请选用现行区划", EN: "Use a region that is in force"})

	ReasonOrganizationUnknown = fault.Define("ORGANIZATION_UNKNOWN", fault.Invalid,
		text{ZH: "没有这个单位", EN: "There is no such organization"},
		text{ZH: "请从 /v1/organizations 选用 id", EN: "Use an id from /v1/organizations"})
	ReasonOrganizationKind = fault.Define("ORGANIZATION_KIND_WRONG", fault.Invalid,
		text{ZH: "{name} 不是这里可用的单位类别（可用：{allowed}）", EN: "{name} is not of a kind that fits here (fitting: {allowed})"},
		text{ZH: "请选择其他单位", EN: "Choose another organization"})
	ReasonOrganizationDisabled = fault.Define("ORGANIZATION_DISABLED", fault.Invalid,
		text{ZH: "{name} 已停用，不能再选用", EN: "{name} is shut: nothing new may refer to it"},
		text{ZH: "请选择在用的单位，或请系统管理员重新启用", EN: "Choose one that is in use, or ask the administrator to open it again"})
	ReasonOrganizationShut = fault.Define("ORGANIZATION_ALREADY_DISABLED", fault.FailedPrecondition,
		text{ZH: "该单位已停用", EN: "The organization is shut"},
		text{ZH: "无需再次停用", EN: "There is nothing to do"})
	ReasonOrganizationOpen = fault.Define("ORGANIZATION_NOT_DISABLED", fault.FailedPrecondition,
		text{ZH: "该单位没有停用", EN: "The organization is not shut"},
		text{ZH: "无需启用", EN: "There is nothing to do"})
	ReasonOwnOrganization = fault.Define("NOT_OWN_ORGANIZATION", fault.FailedPrecondition,
		text{ZH: "不能停用自己所在的单位", EN: "Nobody shuts the organization he works for"},
		text{ZH: "请由其他单位的系统管理员办理", EN: "Ask an administrator who works for another one"})
	ReasonOrganizationCode = fault.Define("ORGANIZATION_CODE_INVALID", fault.Invalid,
		text{ZH: "单位代码只能用小写字母、数字、连字符和下划线，以字母开头", EN: "The code of an organization has small letters, digits, hyphens and underscores and begins with a letter"},
		text{ZH: "例如 transport", EN: "For example transport"})
	ReasonOrganizationTaken = fault.Define("ORGANIZATION_CODE_TAKEN", fault.AlreadyExists,
		text{ZH: "单位代码 {code} 已被使用", EN: "The code {code} is another organization's"},
		text{ZH: "请换一个代码", EN: "Choose another code"})
	ReasonOrganizationRegion = fault.Define("ORGANIZATION_REGION_LEVEL", fault.Invalid,
		text{ZH: "乡镇政府须属于乡镇，村委会须属于村", EN: "A township government belongs to a township, a village committee to a village"},
		text{ZH: "请选用相应层级的区划", EN: "Use a region of that level"})
	ReasonCreditCode = fault.Define("CREDIT_CODE_INVALID", fault.Invalid,
		text{ZH: "不是有效的统一社会信用代码", EN: "Not a valid unified social credit code"},
		text{ZH: "请对照营业执照核对 18 位代码", EN: "Compare the 18 characters with the certificate"})

	ReasonUsername = fault.Define("USERNAME_INVALID", fault.Invalid,
		text{ZH: "账号须为 2 至 32 位小写字母、数字、点、连字符或下划线，以字母开头", EN: "An account name has 2 to 32 small letters, digits, dots, hyphens or underscores and begins with a letter"},
		text{ZH: "例如 zhang.wei", EN: "For example zhang.wei"})
	ReasonUsernameTaken = fault.Define("USERNAME_TAKEN", fault.AlreadyExists,
		text{ZH: "账号 {username} 已被使用", EN: "The account name {username} is taken"},
		text{ZH: "请换一个账号", EN: "Choose another name"})
	ReasonPhone = fault.Define("PHONE_INVALID", fault.Invalid,
		text{ZH: "不是有效的电话号码", EN: "Not a valid phone number"},
		text{ZH: "请填写完整号码（不是显示的掩码），只含数字、空格、连字符", EN: "Give the whole number, not its masked form: digits, spaces, hyphens"})
	ReasonOneself = fault.Define("NOT_ONESELF", fault.FailedPrecondition,
		text{ZH: "不能对自己的账号做这个操作", EN: "Nobody does this to his own account"},
		text{ZH: "请由另一位管理员办理；修改自己的密码请用“修改密码”", EN: "Ask another administrator; your own password is changed under change password"})
	ReasonUserDisabled = fault.Define("USER_DISABLED", fault.FailedPrecondition,
		text{ZH: "该账号已停用", EN: "The account is disabled"},
		text{ZH: "无需再次停用", EN: "There is nothing to do"})
	ReasonUserEnabled = fault.Define("USER_NOT_DISABLED", fault.FailedPrecondition,
		text{ZH: "该账号没有停用", EN: "The account is not disabled"},
		text{ZH: "无需启用", EN: "There is nothing to do"})

	ReasonCannotLogIn = fault.Define("USER_CANNOT_LOG_IN", fault.FailedPrecondition,
		text{ZH: "账号 {username} 或其单位已停用，重置密码也不能登录", EN: "The account {username} or its organization is shut: no password would help"},
		text{ZH: "请由系统管理员先启用", EN: "Let the system's administrator open it first"})

	ReasonRoleUnknown = fault.Define("ROLE_UNKNOWN", fault.Invalid,
		text{ZH: "没有这个角色", EN: "There is no such role"},
		text{ZH: "请对照接口文档选用角色", EN: "Use a role of the documentation"})
	ReasonRoleMisplaced = fault.Define("ROLE_NOT_OF_ORGANIZATION", fault.Invalid,
		text{ZH: "“{role}”角色不适用于该单位", EN: "The role {role} does not fit the organization"},
		text{ZH: "请核对角色，或为相应单位另建账号", EN: "Check the role, or create an account at the organization it belongs to"})
	ReasonRolesExclude = fault.Define("ROLES_EXCLUDE_EACH_OTHER", fault.Invalid,
		text{ZH: "“{role}”与“{other}”不能由同一人担任", EN: "One person may not hold both {role} and {other}"},
		text{ZH: "请把两个角色分给不同的人", EN: "Give the two roles to different people"})

	ReasonPasswordShort = fault.Define("PASSWORD_TOO_SHORT", fault.Invalid,
		text{ZH: "密码至少 {min} 个字符", EN: "A password has at least {min} characters"},
		text{ZH: "请换一个更长的密码，例如几个不相干的词", EN: "Choose a longer one, such as some words that have nothing to do with each other"})
	ReasonPasswordLong = fault.Define("PASSWORD_TOO_LONG", fault.Invalid,
		text{ZH: "密码最多 {max} 个字符", EN: "A password has at most {max} characters"},
		text{ZH: "请缩短", EN: "Choose a shorter one"})
	ReasonPasswordWeak = fault.Define("PASSWORD_TOO_EASY", fault.Invalid,
		text{ZH: "密码不能是账号本身、同一个字符的重复，或与原密码相同", EN: "A password is not the account name, one character repeated, or the old password"},
		text{ZH: "请换一个密码", EN: "Choose another one"})
	ReasonPasswordWrong = fault.Define("PASSWORD_WRONG", fault.Invalid,
		text{ZH: "原密码不正确", EN: "The present password is not right"},
		text{ZH: "请核对；连续输错 5 次须等待 15 分钟，忘记密码请联系安全管理员重置", EN: "Check it; after 5 failures wait 15 minutes, or ask the security administrator for a new one"})
	ReasonPasswordChange = fault.Define("PASSWORD_CHANGE_REQUIRED", fault.PermissionDenied,
		text{ZH: "您的密码由管理员设置，修改后才能办理业务", EN: "Your password was given by an administrator; nothing else is open until you change it"},
		text{ZH: "请先修改密码", EN: "Change the password first"})
	ReasonLoginFailed = fault.Define("LOGIN_FAILED", fault.Unauthenticated,
		text{ZH: "登录没有成功：账号或密码不正确，或该账号目前不能登录", EN: "Logging in failed: the account name or the password is not right, or the account cannot log in now"},
		text{ZH: "请核对后再试；连续失败后请等待 15 分钟，仍不能登录请联系安全管理员", EN: "Check both and try again; after several failures wait 15 minutes, then ask the security administrator"})

	ReasonScope = fault.Define("API_SCOPE_UNKNOWN", fault.Invalid,
		text{ZH: "没有这个接口权限，可选：{allowed}", EN: "There is no such scope; one of: {allowed}"},
		text{ZH: "请选用允许的权限", EN: "Use one of those"})
	ReasonExpiry = fault.Define("API_CLIENT_EXPIRY_INVALID", fault.Invalid,
		text{ZH: "密钥有效期须晚于现在，且不超过 {years} 年", EN: "A key ends after now and within {years} years"},
		text{ZH: "请改正，或不填（默认一年）", EN: "Correct it, or leave it out for one year"})
	ReasonClientDisabled = fault.Define("API_CLIENT_DISABLED", fault.FailedPrecondition,
		text{ZH: "该接口客户已停用", EN: "The API client is disabled"},
		text{ZH: "需要继续使用请新建接口客户", EN: "Create a new one if it is needed again"})
	ReasonOverlap = fault.Define("API_KEY_OVERLAP_INVALID", fault.Invalid,
		text{ZH: "新旧密钥并用期须为 0 至 {max} 天", EN: "Both keys work together for 0 to {max} days"},
		text{ZH: "请改正；0 表示旧密钥立即失效", EN: "Correct it; 0 ends the old key at once"})

	ReasonPageName = fault.Define("PAGE_NAME_INVALID", fault.Invalid,
		text{ZH: "页面名称须为 1 至 40 位小写字母、数字或连字符", EN: "The name of a page has 1 to 40 small letters, digits or hyphens"},
		text{ZH: "例如 claims", EN: "For example claims"})
	ReasonPageSettings = fault.Define("PAGE_SETTINGS_TOO_MANY", fault.FailedPrecondition,
		text{ZH: "每人最多保存 {max} 个页面的设置", EN: "A person keeps settings of at most {max} pages"},
		text{ZH: "请检查页面名称是否正确", EN: "See whether the name of the page is right"})
	ReasonColumns = fault.Define("PAGE_COLUMNS_TOO_MANY", fault.Invalid,
		text{ZH: "最多 {max} 列", EN: "At most {max} columns"},
		text{ZH: "请减少列数", EN: "Choose fewer"})
	ReasonColumnKey = fault.Define("PAGE_COLUMN_INVALID", fault.Invalid,
		text{ZH: "列名无效或重复", EN: "Not the key of a column, or there twice"},
		text{ZH: "列名以字母开头，只含字母、数字、点、连字符和下划线，最多 60 位，每列一次", EN: "A key begins with a letter and has at most 60 letters, digits, dots, hyphens and underscores; name each once"})
	ReasonPageSize = fault.Define("PAGE_SIZE_INVALID", fault.Invalid,
		text{ZH: "每页行数须为 0 至 {max}", EN: "A page has 0 to {max} rows"},
		text{ZH: "请改正；0 表示采用页面默认值", EN: "Correct it; 0 stands for the page's own choice"})

	ReasonDivisionsFile = fault.Define("DIVISIONS_FILE_INVALID", fault.Invalid,
		text{ZH: "区划表第 {line} 行读不出来", EN: "Line {line} of the list of divisions cannot be read"},
		text{ZH: "请用 CSV 文件（UTF-8 或 GB18030，不超过 700 KB、1 万行），首行为 code,name,level,parent_code，后两列可省略", EN: "Use a CSV file (UTF-8 or GB18030, at most 700 KB and 10,000 rows) that begins with code,name,level,parent_code; the last two columns may be left out"})
	ReasonDivisionCode = fault.Define("DIVISION_CODE_INVALID", fault.Invalid,
		text{ZH: "区划表第 {line} 行：“{code}”不是 12 位区划代码", EN: "Line {line} of the list of divisions: {code} is no division code of 12 digits"},
		text{ZH: "请补足 12 位；用表格软件编辑时请把该列设为文本，以免变成科学计数", EN: "Fill it up to 12 digits; in a spreadsheet make the column text, so that digits are not rounded"})
	ReasonDivisionLevel = fault.Define("DIVISION_LEVEL_INVALID", fault.Invalid,
		text{ZH: "区划表第 {line} 行：{code} {name} 的级别或上级与代码不符", EN: "Line {line} of the list of divisions: level or parent of {code} {name} does not fit its code"},
		text{ZH: "级别为 county、township 或 village，上级为所在乡镇（县）的代码；也可删去这两列", EN: "The level is county, township or village, the parent the code one level up; or leave both columns out"})
	ReasonDivisionName = fault.Define("DIVISION_NAME_INVALID", fault.Invalid,
		text{ZH: "区划表第 {line} 行：{code} 的名称为空、过长或含有乱码", EN: "Line {line} of the list of divisions: {code} has no name, or one that is too long or garbled"},
		text{ZH: "请填写 1 至 100 个字的名称；有乱码时请另存为 UTF-8", EN: "Give a name of 1 to 100 characters; if it is garbled, save the file as UTF-8"})
	ReasonDivisionTwice = fault.Define("DIVISION_TWICE", fault.Invalid,
		text{ZH: "区划表第 {line} 行：代码 {code} 重复", EN: "Line {line} of the list of divisions: the code {code} is there twice"},
		text{ZH: "请只保留一行", EN: "Keep one of the rows"})
	ReasonDivisionParent = fault.Define("DIVISION_PARENT_MISSING", fault.Invalid,
		text{ZH: "区划表第 {line} 行：{code} {name} 所在的乡镇 {parent} 不在表中", EN: "Line {line} of the list of divisions: the township {parent} of {code} {name} is not in the list"},
		text{ZH: "请补上该乡镇，或改正代码", EN: "Add the township, or correct the code"})
	ReasonDivisionForeign = fault.Define("DIVISION_OF_ANOTHER_COUNTY", fault.Invalid,
		text{ZH: "区划表中的 {code} {name} 不属于 {county}", EN: "{code} {name} in the list of divisions does not lie in {county}"},
		text{ZH: "请只保留本县的区划，或改正县代码", EN: "Keep this county's divisions only, or correct the county's code"})
	ReasonDivisionsNone = fault.Define("DIVISIONS_MISSING", fault.Invalid,
		text{ZH: "没有本县的乡镇和村", EN: "There are no townships and villages of the county"},
		text{ZH: "请给出区划表（CSV），至少一个乡镇、一个村；只有岳西县（340828）内置", EN: "Give the list of divisions (CSV) with at least one township and one village; only that of Yuexi (340828) is built in"})
	ReasonCountyCode = fault.Define("COUNTY_CODE_INVALID", fault.Invalid,
		text{ZH: "不是县级区划代码", EN: "Not the code of a county"},
		text{ZH: "填 6 位代码，或 12 位且后 6 位为 0，例如 340828000000", EN: "Give 6 digits, or 12 that end in six zeros, such as 340828000000"})
	ReasonCountyText = fault.Define("COUNTY_TEXT_INVALID", fault.Invalid,
		text{ZH: "名称最多 {max} 个字，不能含换行等控制字符", EN: "A name has at most {max} characters and no line breaks or the like"},
		text{ZH: "请改正", EN: "Correct it"})
	ReasonCountyName = fault.Define("COUNTY_NAME_DIFFERS", fault.Invalid,
		text{ZH: "县名与区划表中的“{name}”不同", EN: "The county is called {name} in the list of divisions"},
		text{ZH: "请改正其中一个", EN: "Correct one of the two"})
	ReasonCountyOther = fault.Define("COUNTY_IS_ANOTHER", fault.FailedPrecondition,
		text{ZH: "数据库中已是 {name}（{code}）", EN: "The database is that of {name} ({code})"},
		text{ZH: "请用该县的代码；另一个县请用另外的数据目录或 schema", EN: "Use that county's code; another county needs a data folder or schema of its own"})
	ReasonSetupCode = fault.Define("SETUP_CODE_WRONG", fault.PermissionDenied,
		text{ZH: "一次性代码不对", EN: "The one-time code is not right"},
		text{ZH: "代码显示在启动服务的终端或日志里，也可在服务器上运行 zhengcun setup-code 查看；重新启动后代码会变", EN: "It is in the terminal or log the server was started in, and zhengcun setup-code prints it there; each start makes another one"})
	ReasonCountyExists = fault.Define("COUNTY_EXISTS", fault.FailedPrecondition,
		text{ZH: "本县已经初始化，有账号了", EN: "The county is set up and has users"},
		text{ZH: "请登录；账号由管理员维护，忘记密码请在服务器上运行 zhengcun admin reset-password 账号", EN: "Log in; its administrators look after accounts, and who has lost a password runs zhengcun admin reset-password NAME on the server"})
)
