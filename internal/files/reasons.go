package files

import "zhengcun/internal/kernel/fault"

// Reasons of contents and names that are not taken in.
var (
	ReasonKind = fault.Define("FILE_KIND_WRONG", fault.Invalid,
		fault.Bilingual{ZH: "只接收 PDF、JPEG、PNG 文件（按内容判断，不看文件名）", EN: "Only PDF, JPEG and PNG are taken, by their content and not by their name"},
		fault.Bilingual{ZH: "请把材料扫描或另存为这三种格式", EN: "Scan or save it as one of these"})
	ReasonBroken = fault.Define("FILE_NOT_WHOLE", fault.Invalid,
		fault.Bilingual{ZH: "文件不完整或已损坏", EN: "The file is not whole, or damaged"},
		fault.Bilingual{ZH: "请先打开检查原文件，再重新上传", EN: "Open the original to see that it is good, then send it again"})
	ReasonPixels = fault.Define("FILE_TOO_MANY_PIXELS", fault.Invalid,
		fault.Bilingual{ZH: "图片尺寸过大", EN: "The image has too many pixels"},
		fault.Bilingual{ZH: "请缩小到 1 亿像素以内再上传", EN: "Make it smaller: at most 100 million pixels"})
	ReasonActive = fault.Define("FILE_WITH_SCRIPT", fault.Invalid,
		fault.Bilingual{ZH: "文件中夹带网页或脚本，不能接收", EN: "The file holds a web page or a script and is not taken"},
		fault.Bilingual{ZH: "请重新扫描或拍照，不要用来历不明的文件", EN: "Scan or photograph it anew; do not use a file of unknown origin"})
	ReasonPhotoOnly = fault.Define("FILE_NOT_PHOTO", fault.Invalid,
		fault.Bilingual{ZH: "进度报告只收照片（JPEG、PNG）", EN: "A progress report takes photos only: JPEG, PNG"},
		fault.Bilingual{ZH: "其他材料请作为项目附件上传", EN: "Keep other papers with the project"})
	ReasonPhotoPixels = fault.Define("PHOTO_TOO_MANY_PIXELS", fault.Invalid,
		fault.Bilingual{ZH: "照片超过 {max} 百万像素", EN: "The photo has more than {max} million pixels"},
		fault.Bilingual{ZH: "请在相机设置里调低分辨率，或缩小后再传", EN: "Set the camera to fewer pixels, or make the photo smaller"})
	ReasonTooLarge = fault.Define("FILE_TOO_LARGE", fault.Invalid,
		fault.Bilingual{ZH: "文件超过 {max} MB", EN: "The file is larger than {max} MB"},
		fault.Bilingual{ZH: "请压缩图片或拆成几个文件", EN: "Make the images smaller, or send it in parts"})
	ReasonChecksum = fault.Define("FILE_CHECKSUM_DIFFERS", fault.Invalid,
		fault.Bilingual{ZH: "收到的内容与发送方的校验值不一致", EN: "What has arrived is not what the checksum was computed of"},
		fault.Bilingual{ZH: "请重新上传；校验值为内容的 SHA-256（十六进制）", EN: "Send it again; the checksum is the SHA-256 of the content in hex"})
	ReasonName = fault.Define("FILE_NAME_EMPTY", fault.Invalid,
		fault.Bilingual{ZH: "去掉文件夹和不可见字符后，文件名为空", EN: "Without folders and invisible characters nothing is left of the name"},
		fault.Bilingual{ZH: "请给文件起一个名字", EN: "Give the file a name"})
)

// Reasons of records.
var (
	ReasonTooMany = fault.Define("FILES_TOO_MANY", fault.FailedPrecondition,
		fault.Bilingual{ZH: "一条记录最多 {max} 个附件", EN: "A record has at most {max} files"},
		fault.Bilingual{ZH: "请合并为一个 PDF，或先删去不用的", EN: "Put several into one PDF, or take one off first"})
	ReasonTwice = fault.Define("FILE_ALREADY_THERE", fault.AlreadyExists,
		fault.Bilingual{ZH: "同样内容的附件已经有了：{name}", EN: "The same content is there already: {name}"},
		fault.Bilingual{ZH: "不必再传；要换名字请先删去原来的", EN: "It need not be sent again; to give it another name, take that one off first"})
	ReasonClosed = fault.Define("FILE_RECORD_CLOSED", fault.FailedPrecondition,
		fault.Bilingual{ZH: "该记录现在的状态不能增删附件", EN: "Where the record stands, files are neither added nor taken off"},
		fault.Bilingual{ZH: "报账单在草稿或退回时、验收在草稿时、项目在取消之前、进度报告在下一次报告之前可以增删附件", EN: "A claim takes files as a draft or when returned, an acceptance as a draft, a project until it is cancelled, a progress report until the next"})
	ReasonOfficeOnly = fault.Define("FILES_OF_POVERTY_OFFICE", fault.PermissionDenied,
		fault.Bilingual{ZH: "验收的附件由扶贫办增删", EN: "Files of an acceptance are added and taken off by the poverty office"},
		fault.Bilingual{ZH: "请交扶贫办办理", EN: "Leave it to the poverty office"})
	ReasonReporterOnly = fault.Define("PHOTOS_OF_REPORTER", fault.PermissionDenied,
		fault.Bilingual{ZH: "进度照片由填报人本人增删", EN: "Photos of a progress report are added and taken off by who reported"},
		fault.Bilingual{ZH: "请由填报人上传，或另报一次进度", EN: "Leave it to the reporter, or report anew"})
	ReasonOriginal = fault.Define("PHOTO_ORIGINAL_KEPT", fault.PermissionDenied,
		fault.Bilingual{ZH: "进度照片的原件含拍摄位置等信息，只提供给扶贫办、审计和填报单位", EN: "The original of a progress photo may tell where it was taken; it goes to the poverty office, the auditor and those who report"},
		fault.Bilingual{ZH: "请看去除了这些信息的图片", EN: "Look at the picture made of it, which tells none of that"})
	ReasonNoPicture = fault.Define("FILE_WITHOUT_PICTURE", fault.FailedPrecondition,
		fault.Bilingual{ZH: "这个附件不能生成图片", EN: "No picture can be made of this file"},
		fault.Bilingual{ZH: "请下载原件查看", EN: "Download it instead"})
	ReasonNoPosition = fault.Define("PHOTO_WITHOUT_POSITION", fault.FailedPrecondition,
		fault.Bilingual{ZH: "照片里没有拍摄位置", EN: "The photo does not say where it was taken"},
		fault.Bilingual{ZH: "可以在报进度时用手机定位", EN: "Take the position with the telephone when reporting"})
	ReasonDamaged = fault.Define("FILE_DAMAGED", fault.Internal,
		fault.Bilingual{ZH: "附件内容缺失或已被改动，不能提供", EN: "The content of the file is missing or was altered, and is not handed out"},
		fault.Bilingual{ZH: "请联系系统管理员从备份恢复附件", EN: "Ask the administrator to restore the files from the backup"})
)
