"""Words in which a key is written down: 256 of each language, one for each value of a byte.

Never changed once a key was printed. Without diacritics each is different from every other word of both lists, so that
a key can be typed on any keyboard, and nobody has to say of which list it is.
"""

from typing import Final

_VIETNAMESE: Final = """
áo ăn ấm anh bạc bách bài bàn bánh bảo bát bay bắp bằng bé bền bếp bia biển bình bò bóng bóc bốn bột bùn
buồm búa bút bưởi cá cải cam cành cao cát cau cày cân chai chanh cháo chăn chậu chè chèo chị chiếu chim
chín chó chùa chuối chuông chữ cỏ cóc cồng cơm con cua cung cúc củi dao dây dép dê dừa đá đàn đất đầu đèn
đêm đèo đi đĩa điện đò đồi đồng đường đuốc em ếch gà gạo gạch gấu gấm ghe giày giếng gió gỗ gương giường
gừng gươm hai hạt hàng hầm hè heo hến hiên hoa hồ hồng huệ hươu hương khăn khế khỉ khoai khói khóm kem kéo
kênh kiến kim kính la lạc làng lan lau lê lều lò lon lúa lưới lược lưng mai mầm mặt mây mèo mía miến mít
môi một mơ mũ mùa muối mướp muỗng nai nam nắng nem nến nếp nhà nhãn nho nhựa non nồi nơ núi nút nước ngà
ngan ngày ngọc ngô ngựa ngói nghé ngỗng ổi ong ớt ốc ốm phà phấn phố phượng pháo phên quạt quả quê quýt
quân rau rắn rế rêu rồng rổ rơm rùa ruộng rừng rượu sách sao sáu sấm sắt sân sen sẻ sim sò sóc sóng sơn
suối súng sương sữa tai tám táo tay tầng tết thang tháp thảm thầy thỏ thóc thúng thư thuyền tim tỏi tóc
tôm tranh trà trăng trâu tre trống trứng trường trưa trời tường tủ vai
"""

_ENGLISH: Final = """
acid acorn actor agent album alarm amber angel ankle apple apron april arrow aspen atlas award bacon badge
bagel baker bamboo banjo barn basil basket beach beard beetle bell berry bike bird bison blade blanket
blossom blue board boat bonus boot bottle bowl brave bread brick bridge brush bucket buffalo butter button
cabin cable cactus camel candle canoe canvas captain carbon cargo carpet carrot castle cedar cello chain
chalk cheese cherry chess church cider circle citrus clay clock cloud clover coast cobra coffee comet
copper coral cotton cousin cradle crane cricket crown cube curtain dairy daisy dance dawn desert diamond
doctor dollar dolphin donkey dragon drum eagle earth easel echo eight elbow elder empire engine envelope
evening fabric falcon farmer feather fence fiddle field finger fire flag flame flower flute folder forest
fossil fountain friend frog frost fruit galaxy garden garlic ghost giant ginger giraffe glass globe glove
gold goose grape grass green guitar hammer harbor harvest hawk hazel helmet hero hobby honey horse hotel
hunter iron island ivory jacket jaguar jewel jungle juniper kettle kingdom kitchen kite ladder lagoon lamp
lemon leopard letter library lion lizard lobster lotus magnet maple marble market meadow melon metal
middle mirror monkey morning mountain mouse museum music mustard napkin needle nephew north novel number
nurse oasis ocean office olive onion orange orbit orchard otter oyster paddle painter palace panda paper
parrot pasta peach pearl pebble pencil pepper piano pigeon pillow pilot planet plum pocket poem polar pony
potato prince pumpkin puzzle quartz queen rabbit raccoon radio raven ribbon river
"""

VIETNAMESE: Final = tuple(_VIETNAMESE.split())
ENGLISH: Final = tuple(_ENGLISH.split())
LISTS: Final = {"vi": VIETNAMESE, "en": ENGLISH}
